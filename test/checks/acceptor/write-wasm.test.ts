import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import * as ir from "../../../generator/checks/acceptor/ir.ts";
import type { Expression, Program, Statement } from "../../../generator/checks/acceptor/ir.ts";
import { printJavaScript } from "../../../generator/checks/acceptor/print-javascript.ts";
import { wasmCode } from "../../../generator/checks/acceptor/wasm-code.ts";
import type { Acceptor, WasmAcceptors } from "../../../runtime/contract/v1.ts";
import { createWasmTwins } from "../../fuzz/acceptors/wasm-twin.ts";

const { P, END, all, any, asDouble, binary, byteAt, call, double, f64, give, i32, set, when } = ir;
const X = i32("x");
const V = f64("v");
const TEXTS = ["", "a", "b", "abc", "xyz", "az", "aé", '"', "0123456789abcdef", "0123456789abcdeX"];

/** What a body gives for bytes, run as JavaScript and as WebAssembly. */
function twins(
  body: readonly Statement[],
  more: Program["procedures"] = [],
): (text: string) => readonly number[] {
  const program: Program = {
    procedures: [...more, { name: "root", params: [P, END], body }],
    globals: { noted: "i32", share: "f64" },
  };
  const javascript = runInThisContext(
    `(()=>{${printJavaScript(program)}\nreturn root})()`,
  ) as Acceptor;
  const code = wasmCode(program, [{ groupId: "g", name: "root" }]);
  const { g: wasm } = createWasmTwins(runInThisContext(`(${code})`) as WasmAcceptors);
  if (wasm === undefined) throw new Error("there is no function of the group");
  return (text) => {
    const bytes = Buffer.from(text);
    return [javascript, wasm].map((run) => run(bytes, 0, bytes.length));
  };
}

function table(bytes: readonly number[]): ir.Table {
  return { name: `T${bytes.length}`, bytes: Uint8Array.from(bytes) };
}

const first = byteAt(P);
const loopToX: readonly Statement[] = [
  set(X, 0),
  ir.block("out", [
    ir.loop("more", [
      when(binary(P, ">=", END), [ir.leave("out")]),
      when(binary(first, "=", 0x78), [ir.leave("more")]),
      set(X, binary(X, "+", 1)),
      set(P, binary(P, "+", 1)),
      ir.again("more"),
    ]),
    give(binary(X, "*", 100)),
  ]),
  give(X),
];
const isA = binary(first, "=", 0x61);
const isLong = binary(binary(END, "-", P), ">", 1);
const value = (expression: Expression): readonly Statement[] => [give(expression)];
const test = (expression: Expression): readonly Statement[] => [
  when(expression, [give(1)], [give(0)]),
];
const toCase = (of: number): ir.Case => ({ value: of, body: [set(X, binary(of, "&", 0xff))] });

const CONSTRUCTS: readonly (readonly [string, readonly Statement[], (text: string) => number])[] = [
  [
    "a large constant",
    value(binary(END, "^", -0x7fff_ffff)),
    (t) => Buffer.byteLength(t) ^ -0x7fff_ffff,
  ],
  [
    "shifts",
    value(binary(binary(END, "<<", 30), ">>>", 3)),
    (t) => (Buffer.byteLength(t) << 30) >>> 3,
  ],
  [
    "unsigned comparison",
    test(binary(binary(END, "-", 2), "below", 2)),
    (t) => ((Buffer.byteLength(t) - 2) >>> 0 < 2 ? 1 : 0),
  ],
  [
    "signed comparison",
    test(binary(binary(END, "-", 2), "<=", -1)),
    (t) => (Buffer.byteLength(t) < 2 ? 1 : 0),
  ],
  ["both of two tests", test(all(isA, isLong)), (t) => (/^a./s.test(t) ? 1 : 0)],
  ["one of two tests", test(any(isA, isLong)), (t) => (/^a|^.{2}|^[^\0-\x7f]/s.test(t) ? 1 : 0)],
  [
    "tests in tests",
    test(all(any(isA, isLong), any(binary(byteAt(P, 1), "=", 0x7a), binary(END, "=", 3)))),
    (t) => (["abc", "xyz", "az", "aé"].includes(t) ? 1 : 0),
  ],
  [
    "a test as a value",
    [set(X, all(isA, binary(byteAt(P, 1), "=", 0x62))), test(X)].flat(),
    (t) => (t.startsWith("ab") ? 1 : 0),
  ],
  [
    "loops and blocks",
    loopToX,
    (t) => (t.includes("x") ? t.indexOf("x") : Buffer.byteLength(t) * 1),
  ],
  [
    "a variable of all functions",
    [ir.setGlobal("noted", END), give(binary(ir.globalOf("noted"), "+", 1))],
    (t) => Buffer.byteLength(t) + 1,
  ],
  [
    "words",
    [ir.setWord(binary(END, "+", 7), END), give(ir.wordAt(binary(END, "+", 7)))],
    (t) => Buffer.byteLength(t),
  ],
  [
    "doubles",
    [
      set(V, binary(binary(asDouble(END), "*", double(1.5)), "/", double(2))),
      test(binary(V, "=", ir.truncated(V))),
    ].flat(),
    (t) => (Buffer.byteLength(t) % 4 === 0 ? 1 : 0),
  ],
  [
    "a double of all functions",
    [
      ir.setGlobal("share", asDouble(END), "f64"),
      ...test(binary(ir.globalOf("share", "f64"), ">", double(1.5))),
    ],
    (t) => (Buffer.byteLength(t) > 1 ? 1 : 0),
  ],
  [
    "tables",
    [
      set(X, ir.entryOf(table([7, 8, 9]), binary(END, "&", 1))),
      give(binary(X, "+", ir.entryOf(table([1, 2]), binary(END, "&", 1)))),
    ],
    (t) => (Buffer.byteLength(t) & 1 ? 10 : 8),
  ],
  [
    "few cases",
    [ir.choose(first, [toCase(0x61), toCase(0x78)], [set(X, 1)]), give(X)],
    (t) => (/^[ax]/.test(t) ? t.charCodeAt(0) : 1),
  ],
  [
    "cases that lie close together",
    [
      ir.choose(
        first,
        [..."abcdefz"].map((c) => toCase(c.charCodeAt(0))),
        [set(X, 1)],
      ),
      give(X),
    ],
    (t) => (/^[abcdefz]/.test(t) ? t.charCodeAt(0) : 1),
  ],
  [
    "cases far from each other",
    [
      ir.choose(
        binary(first, "*", 0x0fff_fff1),
        [..."abcdefxyz0"].map((c) => ({
          value: Math.imul(c.charCodeAt(0), 0x0fff_fff1),
          body: [give(c.charCodeAt(0))],
        })),
        [],
      ),
      give(1),
    ],
    (t) => (/^[abcdefxyz0]/.test(t) ? t.charCodeAt(0) : 1),
  ],
];

describe("a program as WebAssembly", () => {
  it.each(CONSTRUCTS)("has %s as in JavaScript", (_what, body, want) => {
    const run = twins(body);
    expect(TEXTS.filter((text) => text !== "").map(run)).toEqual(
      TEXTS.filter((text) => text !== "").map((text) => [want(text), want(text)]),
    );
  });

  it.each([1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17])("compares %i bytes, each of them", (length) => {
    const right = Array.from({ length }, (_none, index) => 0x61 + index);
    const run = twins(test(ir.matches(binary(P, "+", 1), right)));
    const text = (bytes: readonly number[]): string => `.${Buffer.from(bytes).toString()}.`;

    expect(run(text(right))).toEqual([1, 1]);
    for (const wrong of right.keys()) {
      expect(run(text(right.with(wrong, 0x21)))).toEqual([0, 0]);
    }
  });

  it.each([0x22, 0x5c, 0x1f, 0x00, 0x7f, 0x80, 0xff])(
    "passes plain text up to a byte %i",
    (byte) => {
      const run = twins([set(X, P), ir.passPlain(X), give(X)]);
      for (const before of [0, 1, 15, 16, 17, 40]) {
        const text = Buffer.concat([
          Buffer.alloc(before, " ~"),
          Buffer.from([byte]),
          Buffer.from('"'),
        ]);
        const want = byte === 0x7f ? before + 1 : before;
        expect(run(text.toString("latin1")).map((at) => at)).toEqual([want, want]);
      }
    },
  );

  it("calls functions, itself too", () => {
    const down: Program["procedures"][number] = {
      name: "down",
      params: [X, V],
      body: [
        when(binary(X, "=", 0), [give(7)]),
        give(binary(call("down", binary(X, "-", 1), double(0.5)), "+", 2)),
      ],
    };
    expect(twins([give(call("down", END, double(1)))], [down])("abc")).toEqual([13, 13]);
  });

  it("sees nothing of what lies behind its text", () => {
    const code = wasmCode(
      { procedures: [{ name: "root", params: [P, END], body: [give(byteAt(END))] }], globals: {} },
      [{ groupId: "g", name: "root" }],
    );
    const { g: run } = createWasmTwins(runInThisContext(`(${code})`) as WasmAcceptors);
    expect(run?.(Buffer.from("abcdef"), 0, 3)).toBe(0);
  });

  it("is none where no group has an acceptor, or where it is too large", () => {
    const body = Array.from({ length: 40_000 }, () => set(X, binary(first, "+", 0x7fff_ffff)));
    const large: Program = { procedures: [{ name: "root", params: [P, END], body }], globals: {} };
    expect(wasmCode({ procedures: [], globals: {} }, [])).toBe("undefined");
    expect(wasmCode(large, [{ groupId: "g", name: "root" }])).toBe("undefined");
  });
});
