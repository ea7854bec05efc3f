import { createRequire } from "node:module";
import type { Place } from "../../diagnostics.ts";
import type { SourceTree } from "../../source/tree.ts";
import { placeName } from "../place-name.ts";
import { isObject, placeKey, pointerTokens } from "./node.ts";

/**
 * Gives each schema its name. A name comes from what the author called it (a component, the target of a
 * `$ref`, a message), never from a counter, so that inserting a message renames nothing. Components of the
 * root file have their names for sure; whoever clashes with one, or comes later, is qualified by its place.
 */
export interface SchemaNames {
  /** The name for the schema at `place`, made from `wanted` or, where that is null, from the place. */
  take(place: Place, wanted: string | null): string;
}

/** Names under which no definition may stand: they are members of every JavaScript object. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Tokens that say what kind of thing follows, not which. */
const KINDS = new Set(
  "components schemas messages channels operations definitions $defs properties payload schema".split(
    " ",
  ),
);

const MAX_LENGTH = 64;

/** Names for the schemas of one tree. */
export function createSchemaNames(tree: SourceTree): SchemaNames {
  const owners = new Map<string, string>();
  for (const [name, key] of componentNames(tree)) {
    if (!owners.has(name)) {
      owners.set(name, key);
    }
  }
  return {
    take: (place, wanted) => {
      const key = placeKey(place);
      const candidates = candidatesFor(tree, place, wanted);
      const free = candidates.find((name) => (owners.get(name) ?? key) === key);
      const name = free ?? `${candidates[0] ?? "schema"}-${hashOf(placeName(tree, place))}`;
      owners.set(name, key);
      return name;
    },
  };
}

function* componentNames(tree: SourceTree): Generator<readonly [string, string]> {
  const { value, file } = tree.root;
  const components = isObject(value) ? value["components"] : null;
  const schemas = isObject(components) ? components["schemas"] : null;
  for (const name of isObject(schemas) ? Object.keys(schemas) : []) {
    const token = name.replaceAll("~", "~0").replaceAll("/", "~1");
    yield [safeName(name), placeKey({ file, pointer: `/components/schemas/${token}` })];
  }
}

/** From the plain name to the fully qualified one. */
function candidatesFor(tree: SourceTree, place: Place, wanted: string | null): readonly string[] {
  const tokens = pointerTokens(place.pointer);
  const telling = tokens.filter((token) => !KINDS.has(token));
  const file = place.file === tree.root.file ? "document" : fileStem(place.file);
  const plain = wanted ?? (telling.length === 0 ? file : telling.join("."));
  const role = tokens.at(-1) ?? file;
  return [plain, `${plain}.${role}`, tokens.join("."), [file, ...tokens].join(".")]
    .filter((name) => name !== "")
    .map(safeName);
}

function fileStem(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/\.(ya?ml|json|avsc|proto)$/iu, "");
}

/**
 * A name of letters, digits, `_`, `-` and `.` only: it needs no escape in a JSON pointer, a URI fragment or
 * a file name. What is cut or replaced beyond recognition keeps a hash of the original.
 */
export function safeName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}_.-]+/gu, "_")
    .replaceAll(/^[.-]+|[.-]+$/gu, "");
  const letters = Array.from(safe);
  if (letters.length > MAX_LENGTH) {
    return `${letters.slice(0, MAX_LENGTH - 9).join("")}-${hashOf(name)}`;
  }
  if (!/[\p{L}\p{N}]/u.test(safe)) {
    return `schema-${hashOf(name)}`;
  }
  return INHERITED.has(safe) ? `${safe}_` : safe;
}

/** Few documents have a name that needs a hash, and node takes longer to load hashes than to read a document. */
const require = createRequire(import.meta.url);

function hashOf(text: string): string {
  const { createHash }: typeof import("node:crypto") = require("node:crypto");
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
