import { basename } from "node:path";
import type { Rule } from "../rule.ts";
import { writtenText } from "../written-text.ts";
import { memberOf, memberPlace, objectAt, placeOf } from "../objects.ts";

/** Title and version name the API; without them the file's name and 0.0.0 do. */
export const infoIncomplete: Rule = {
  id: "info-incomplete",
  *detect({ tree }) {
    const node = memberOf(tree.root, "info");
    const info = objectAt(tree, node);
    if (node !== null && node.value !== null && info === null) return;
    const holder = info ?? { ...tree.root, pointer: "/info" };
    const defaults = { title: titleFrom(tree.root.file), version: "0.0.0" };
    for (const [name, assumed] of Object.entries(defaults)) {
      const value = memberOf(info, name)?.value ?? null;
      if (typeof value === "string") continue;
      const place = memberPlace(holder, name);
      const written = writtenText(tree, place, value);
      if (value !== null && written === null) continue;
      const meant = written ?? assumed;
      yield {
        place: info === null ? placeOf(tree.root) : place,
        message:
          written !== null
            ? `info.${name} is ${written} without quotes, read as "${meant}"`
            : `info has no ${name}, "${meant}" is assumed`,
        hint: `write ${name}: '${meant}' under info`,
        patches: [{ place, value: meant }],
      };
    }
  },
};

function titleFrom(file: string): string {
  const name = basename(file).replace(/\.[^.]*$/, "");
  return name === "" || name === "-" ? "Untitled" : name;
}
