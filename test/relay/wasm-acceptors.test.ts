import { describe, expect, it, vi } from "vitest";

import type { Acceptor, ApiModuleV1, WasmAcceptors } from "../../runtime/contract/v1.ts";
import { scratchBytes } from "../../runtime/frames/scratch.ts";
import { instantiate, withWasmAcceptors } from "../../runtime/relay/wasm-acceptors.ts";
import { compileSubjects } from "../fuzz/acceptors/compile-subject.ts";
import { madeInput } from "../fuzz/acceptors/made-api.ts";
import { chatApi } from "../helpers/chat-api.ts";

const TEXT =
  '{"type":"open","on":true,"more":"as long as a message must be so that it is worth to be copied"}';
const { javascript, wasm } = openTwins();

/** The acceptor of an open object, as JavaScript and as the module that has it. */
function openTwins(): { readonly javascript: Acceptor; readonly wasm: WasmAcceptors } {
  const found = compileSubjects(madeInput).find(({ name }) => name === "made open");
  if (found?.wasm === undefined) throw new Error("there is no acceptor");
  return { javascript: found.javascript, wasm: found.wasm };
}

function moduleOf(twin: Acceptor): ApiModuleV1 {
  const acceptors = { open: twin, other: () => 5 };
  return { ...chatApi().module, acceptors, wasmAcceptors: wasm };
}

/** Asks until the twin is no longer asked. */
async function warm(accept: Acceptor, twin: ReturnType<typeof vi.fn<Acceptor>>): Promise<void> {
  const bytes = Buffer.from(TEXT);
  await vi.waitFor(() => {
    twin.mockClear();
    for (let turn = 0; turn < 200; turn += 1) accept(bytes, 0, bytes.length);
    expect(twin).not.toHaveBeenCalled();
  });
}

describe("an acceptor as WebAssembly", () => {
  it("takes over after the first messages and says what its twin says", async () => {
    const twin = vi.fn<Acceptor>(javascript);
    const accept = withWasmAcceptors(moduleOf(twin)).acceptors?.["open"];
    if (accept === undefined) throw new Error("there is no acceptor");
    const right = Buffer.from(TEXT);
    const wrong = Buffer.from(TEXT.replace("true", "null"));

    expect(accept(right, 0, right.length)).toBe(0);
    expect(twin).toHaveBeenCalledTimes(1);
    await warm(accept, twin);

    expect(accept(right, 0, right.length)).toBe(0);
    expect(accept(wrong, 0, wrong.length)).toBe(-1);
    scratchBytes.set(right, 3);
    expect(accept(scratchBytes, 3, 3 + right.length)).toBe(0);
    expect(twin).not.toHaveBeenCalled();
  });

  it("leaves short messages to its twin", async () => {
    const twin = vi.fn<Acceptor>(javascript);
    const accept = withWasmAcceptors(moduleOf(twin)).acceptors?.["open"];
    if (accept === undefined) throw new Error("there is no acceptor");
    await warm(accept, twin);
    const short = Buffer.from('{"type":"open"}');

    expect(accept(short, 0, short.length)).toBe(0);
    expect(twin).toHaveBeenCalledTimes(1);
  });

  it("leaves messages that no scratch holds to its twin", async () => {
    const twin = vi.fn<Acceptor>(javascript);
    const accept = withWasmAcceptors(moduleOf(twin)).acceptors?.["open"];
    if (accept === undefined) throw new Error("there is no acceptor");
    await warm(accept, twin);
    const long = Buffer.from(`{"type":"open","more":"${"x".repeat(1024 * 1024)}"}`);

    expect(accept(long, 0, long.length)).toBe(0);
    expect(twin).toHaveBeenCalledTimes(1);
  });

  it("is there for each group that the module has one for, and made once for an API", () => {
    const module = moduleOf(javascript);

    expect(withWasmAcceptors(module)).toBe(withWasmAcceptors(module));
    expect(withWasmAcceptors(module).acceptors?.["other"]).toBe(module.acceptors?.["other"]);
    const plain: ApiModuleV1 = chatApi().module;
    expect(withWasmAcceptors(plain)).toBe(plain);
  });

  it("has the same tables after a reload, and none where there is no room", async () => {
    const again = await instantiate(wasm);
    const other = await instantiate({ ...wasm, id: "too large", tableBytes: 2 ** 26 });

    expect(Object.keys(again ?? {})).toEqual(Object.keys(wasm.exports));
    expect(other).toBeNull();
  });
});
