import { isPlainObject } from "../../source/plain.ts";
import { isSpecVersion, nearestVersion } from "../../spec/versions.ts";
import type { Rule } from "../rule.ts";

/** `asyncapi: 3.0` is a number to YAML, `2.0.0-rc2` was never released, `"2.6"` lacks its patch number. */
export const versionSlip: Rule = {
  id: "version-slip",
  *detect({ tree }) {
    const { file, value } = tree.root;
    const written = isPlainObject(value) ? value["asyncapi"] : undefined;
    if (isSpecVersion(written)) return;
    if (typeof written !== "string" && typeof written !== "number") return;
    const release = nearestVersion(String(written));
    if (release === null) return;
    const place = { file, pointer: "/asyncapi" };
    const found = typeof written === "number" ? `the number ${written}` : `"${written}"`;
    yield {
      place,
      message: `asyncapi is ${found}, read as "${release}"`,
      hint: `write asyncapi: '${release}'`,
      patches: [{ place, value: release }],
    };
  },
};
