import { describe, expect, it, onTestFinished, vi } from "vitest";

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

/** An acceptor that has taken over from its twin, where it does, and how often the twin was asked since. */
async function warmAcceptor(): Promise<{
  readonly accept: Acceptor;
  readonly asked: () => number;
}> {
  let asked = 0;
  const twin: Acceptor = (bytes, start, end) => {
    asked += 1;
    return javascript(bytes, start, end);
  };
  const accept = withWasmAcceptors(moduleOf(twin)).acceptors?.["open"];
  if (accept === undefined) throw new Error("there is no acceptor");
  const length = scratchBytes.write(TEXT);
  accept(scratchBytes, 0, length);
  expect(asked).toBe(1);
  await vi.waitFor(() => {
    asked = 0;
    for (let turn = 0; turn < 200; turn += 1) accept(scratchBytes, 0, length);
    expect(asked).toBe(0);
  });
  return { accept, asked: () => asked };
}

describe("an acceptor as WebAssembly", () => {
  it("takes over after the first messages and says what its twin says", async () => {
    const { accept, asked } = await warmAcceptor();
    const said = (text: string): number => accept(scratchBytes, 3, 3 + scratchBytes.write(text, 3));

    expect(said(TEXT)).toBe(0);
    expect(said(TEXT.replace("true", "null"))).toBe(-1);
    expect(asked()).toBe(0);
  });

  it("leaves all messages to its twin where its module cannot be compiled, as for want of memory", async () => {
    const compile = vi.spyOn(Reflect.get(globalThis, "WebAssembly"), "compile");
    onTestFinished(() => compile.mockRestore());
    compile.mockRejectedValue(new RangeError("out of memory"));
    const rejected = vi.fn();
    process.on("unhandledRejection", rejected);
    onTestFinished(() => void process.off("unhandledRejection", rejected));
    const accept = withWasmAcceptors(moduleOf(javascript)).acceptors?.["open"];
    const length = scratchBytes.write(TEXT);

    const answers = new Set<number | undefined>();
    for (let turn = 0; turn < 200; turn += 1) answers.add(accept?.(scratchBytes, 0, length));
    await new Promise((resolve) => setImmediate(resolve));

    expect(compile).toHaveBeenCalledTimes(1);
    expect([...answers, accept?.(scratchBytes, 0, length)]).toEqual([0, 0]);
    expect(rejected).not.toHaveBeenCalled();
  });

  it("leaves what lies behind a message as it was", async () => {
    const { accept } = await warmAcceptor();
    const both = TEXT + TEXT;
    scratchBytes.write(both);

    expect(accept(scratchBytes, 0, TEXT.length)).toBe(0);
    expect(scratchBytes.toString("latin1", 0, both.length)).toBe(both);
  });

  it("leaves short messages to its twin", async () => {
    const { accept, asked } = await warmAcceptor();
    const length = scratchBytes.write('{"type":"open"}');

    expect(accept(scratchBytes, 0, length)).toBe(0);
    expect(asked()).toBe(1);
  });

  it("leaves messages that are not in scratch to its twin", async () => {
    const { accept, asked } = await warmAcceptor();
    const elsewhere = Buffer.from(TEXT);

    expect(accept(elsewhere, 0, elsewhere.length)).toBe(0);
    expect(asked()).toBe(1);
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
