import type { JsonSchema, NamedType } from "../../model/api.ts";
import type { Notes } from "./notes.ts";

/** stub, replaced below */
export function typesOf(
  schemas: ReadonlyMap<string, JsonSchema>,
  { notes }: { readonly notes: Notes; readonly byteRoots: ReadonlySet<string> },
): readonly NamedType[] {
  return [...schemas].map(([name, schema]) => ({
    name,
    type: { kind: "unknown" },
    description: notes.of(schema).description,
  }));
}
