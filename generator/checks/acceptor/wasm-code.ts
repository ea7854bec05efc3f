import { createHash } from "node:crypto";
import type { GroupAcceptor } from "./groups.ts";
import type { Program } from "./ir.ts";
import { forWasm } from "./wasm-primitives.ts";
import { writeWasm } from "./write-wasm.ts";

/** Of larger modules each process would keep more than they win: such APIs are served by JavaScript alone. */
const MAX_MODULE_BYTES = 512 * 1024;
const MAX_TABLE_BYTES = 512 * 1024;

/** JavaScript: an expression, `WasmAcceptors` of the groups or `undefined`. */
export function wasmCode(
  program: Program,
  groups: readonly Pick<GroupAcceptor, "groupId" | "name">[],
): string {
  if (groups.length === 0) {
    return "undefined";
  }
  const roots = [...new Set(groups.map(({ name }) => name))];
  const { bytes, tableBytes } = writeWasm(forWasm(program), roots);
  if (bytes.length > MAX_MODULE_BYTES || tableBytes > MAX_TABLE_BYTES) {
    return "undefined";
  }
  const id = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  const members = groups.map(({ groupId, name }) => `[${JSON.stringify(groupId)}]:"${name}"`);
  const module = Buffer.from(bytes).toString("base64");
  return (
    `{id:"${id}",tableBytes:${tableBytes},exports:{__proto__:null,${members.join(",")}},` +
    `module:"${module}"}`
  );
}
