import type { Place } from "../diagnostics.ts";
import { isPlainList, isPlainObject } from "./plain.ts";
import { childPointer } from "./pointer.ts";
import type { Plain } from "./tree.ts";

/** A `$ref` in a file: where the text of it stands. */
export interface ReferenceSite {
  /** The place of the `$ref` member. */
  readonly place: Place;
  /** The object that holds it. */
  readonly holder: string;
  /** Null: the `$ref` is a number, a list or the like. */
  readonly ref: string | null;
}

/** Keys under which example data stands, in which `$ref` is an ordinary key. */
const DATA_KEYS = new Set(["const", "default", "enum", "example", "examples"]);

/** Objects whose keys are names that the author chose, so that `default` there is no keyword. */
const NAME_MAPS = new Set(
  (
    "properties patternProperties definitions $defs dependentSchemas dependencies channels operations " +
    "messages servers schemas parameters securitySchemes serverVariables variables channelBindings " +
    "correlationIds replies replyAddresses externalDocs tags operationTraits messageTraits " +
    "serverBindings operationBindings messageBindings"
  ).split(" "),
);

/** Every `$ref` of a file that a reader of the document follows; vendor extensions and example data are passed over. */
export function referenceSites(file: string, root: Plain): ReferenceSite[] {
  const sites: ReferenceSite[] = [];
  const seen = new WeakSet<object>();
  visit(root, "", false);
  return sites;

  function visit(value: Plain, pointer: string, isNameMap: boolean): void {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (isPlainList(value)) {
      value.forEach((item, index) => visit(item, `${pointer}/${index}`, false));
      return;
    }
    if (!isPlainObject(value)) return;
    for (const key of Object.keys(value)) {
      const child = value[key] ?? null;
      if (key === "$ref" && !isNameMap && !isPlainObject(child)) {
        const ref = typeof child === "string" ? child : null;
        sites.push({ place: { file, pointer: `${pointer}/$ref` }, holder: pointer, ref });
        continue;
      }
      if (typeof child !== "object" || child === null) continue;
      if (!isNameMap && isSkipped(key)) continue;
      visit(child, childPointer(pointer, key), !isNameMap && NAME_MAPS.has(key));
    }
  }
}

function isSkipped(key: string): boolean {
  return DATA_KEYS.has(key) || (key.startsWith("x-") && key !== "x-framegate");
}
