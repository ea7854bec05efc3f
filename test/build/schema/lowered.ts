import type { Diagnostic } from "../../../generator/diagnostics.ts";
import type { JsonSchema, NamedType } from "../../../generator/model/api.ts";
import { loadDocument } from "../../../generator/source/load.ts";
import type { SourceNode, SourceTree } from "../../../generator/source/tree.ts";
import type { SchemaDialect } from "../../../generator/build/schema/dialect.ts";
import { createSchemaTable, type SchemaTable } from "../../../generator/build/schema/table.ts";

/** A tree of one file, in YAML. */
export async function treeOf(text: string): Promise<SourceTree> {
  const source = { kind: "text", name: "api.yaml", text } as const;
  const { tree } = await loadDocument(source, { allowRemote: false, allowOutside: false });
  if (tree === null) throw new Error("the test's document cannot be read");
  return tree;
}

/** The node at a pointer. */
export function nodeAt(tree: SourceTree, pointer: string): SourceNode {
  const node = tree.at({ file: "api.yaml", pointer });
  if (node === null) throw new Error(`nothing stands at "${pointer}"`);
  return node;
}

/** What lowering gave for one schema. */
export interface Lowered {
  readonly table: SchemaTable;
  readonly name: string;
  readonly schema: JsonSchema | undefined;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly types: readonly NamedType[];
  readonly findings: readonly Diagnostic[];
}

/** Which schema of a text, and how it is to be read. */
interface LowerOptions {
  readonly pointer?: string;
  readonly dialect?: SchemaDialect;
}

/** Lowers the schema at `pointer` of a YAML text; `/payload` unless said otherwise. */
export async function lower(
  text: string,
  { pointer = "/payload", dialect = "asyncapi" }: LowerOptions = {},
): Promise<Lowered> {
  const tree = await treeOf(text);
  const findings: Diagnostic[] = [];
  const table = createSchemaTable(tree, (finding) => findings.push(finding));
  const name = table.add(nodeAt(tree, pointer), { name: "message", dialect });
  const schemas = table.schemas();
  return { table, name, schema: schemas[name], schemas, types: table.types(), findings };
}
