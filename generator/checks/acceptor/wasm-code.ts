import { createHash } from "node:crypto";
import type { GroupAcceptor } from "./groups.ts";
import type { Program } from "./ir.ts";
import { forWasm } from "./wasm-primitives.ts";
import { writeWasm } from "./write-wasm.ts";
import type { WasmModule } from "./write-wasm.ts";

/** Of larger modules each process would keep more than they win: such APIs are served by JavaScript alone. */
const MAX_MODULE_BYTES = 512 * 1024;
const MAX_TABLE_BYTES = 512 * 1024;

type RootedGroup = Pick<GroupAcceptor, "groupId" | "name">;

/** The module that accepts for the groups; null: there are none, or it would be too large. */
export function wasmModule(program: Program, groups: readonly RootedGroup[]): WasmModule | null {
  if (groups.length === 0) {
    return null;
  }
  const roots = [...new Set(groups.map(({ name }) => name))];
  const module = writeWasm(forWasm(program), roots);
  const { bytes, tableBytes } = module;
  return bytes.length > MAX_MODULE_BYTES || tableBytes > MAX_TABLE_BYTES ? null : module;
}

/** JavaScript: an expression, `WasmAcceptors` of the groups or `undefined`. */
export function wasmCode(program: Program, groups: readonly RootedGroup[]): string {
  const written = wasmModule(program, groups);
  if (written === null) {
    return "undefined";
  }
  const { bytes, tableBytes } = written;
  const id = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  const members = groups.map(({ groupId, name }) => `[${JSON.stringify(groupId)}]:"${name}"`);
  const module = Buffer.from(bytes).toString("base64");
  return (
    `{id:"${id}",tableBytes:${tableBytes},exports:{__proto__:null,${members.join(",")}},` +
    `module:"${module}"}`
  );
}
