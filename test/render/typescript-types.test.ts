import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { NamedType } from "../../generator/model/api.ts";
import type { Field, Type } from "../../generator/model/type.ts";
import { typescriptNames } from "../../generator/render/typescript-names.ts";
import {
  printTypescriptType,
  printTypescriptTypes,
} from "../../generator/render/typescript-types.ts";

const text: Type = { kind: "string", format: null };

function field(name: string, type: Type, more: Partial<Field> = {}): Field {
  return { name, type, required: true, description: null, deprecated: false, ...more };
}

function named(name: string, type: Type, description: string | null = null): NamedType {
  return { name, type, description };
}

function printed(types: readonly NamedType[]): string {
  return printTypescriptTypes(types, typescriptNames(types));
}

test("declarations read as if somebody had written them", () => {
  const types = [
    named(
      "say",
      {
        kind: "record",
        fields: [
          field("type", { kind: "literal", value: "say" }),
          field("text", text, { description: "At most 500 characters." }),
          field(
            "to",
            { kind: "list", item: { kind: "ref", name: "user-name" } },
            { required: false },
          ),
          field("at", { kind: "integer" }, { required: false, deprecated: true }),
        ],
        rest: { kind: "unknown" },
      },
      "Something is said.",
    ),
    named("user-name", { kind: "string", format: "email" }),
    named("fromClient", {
      kind: "union",
      tag: "type",
      options: [
        { kind: "ref", name: "say" },
        {
          kind: "record",
          fields: [field("type", { kind: "literal", value: "leave" })],
          rest: null,
        },
      ],
    }),
  ];

  expect(printed(types).split("\n")).toEqual([
    "/** Something is said. */",
    "export interface Say {",
    '  readonly type: "say";',
    "  /** At most 500 characters. */",
    "  readonly text: string;",
    "  readonly to?: readonly UserName[];",
    "  /** @deprecated */",
    "  readonly at?: number;",
    "}",
    "",
    "export type UserName = string;",
    "",
    "/** Told apart by `type`. */",
    "export type FromClient =",
    "  | Say",
    "  | {",
    '    readonly type: "leave";',
    "  };",
    "",
  ]);
});

test.each<readonly [Type, string]>([
  [{ kind: "unknown" }, "unknown"],
  [{ kind: "bytes" }, "Uint8Array"],
  [{ kind: "map", value: { kind: "number" } }, "{ readonly [name: string]: number }"],
  [{ kind: "tuple", items: [text], rest: { kind: "boolean" } }, "readonly [string, ...boolean[]]"],
  [
    { kind: "list", item: { kind: "union", tag: null, options: [text, { kind: "null" }] } },
    "readonly (string | null)[]",
  ],
  [{ kind: "list", item: { kind: "list", item: text } }, "readonly (readonly string[])[]"],
  [{ kind: "record", fields: [], rest: null }, "{ readonly [name: string]: never }"],
])("%j is printed", (type, want) => {
  expect(printTypescriptType(type, new Map())).toBe(want);
});

test("names are the same whatever stands before them, and none is given twice", () => {
  const of = (...names: string[]) =>
    typescriptNames(names.map((name) => named(name, { kind: "unknown" })));

  expect(of("chat.message").get("chat.message")).toBe("ChatMessage");
  expect(of("2fa").get("2fa")).toBe("Type2fa");
  expect(of("Uint8Array").get("Uint8Array")).toMatch(/^Uint8Array_[0-9a-f]{8}$/u);
  expect(of("chatMessage", "ChatMessage").get("ChatMessage")).toBe("ChatMessage");
  expect(of("chatMessage", "ChatMessage").get("chatMessage")).toMatch(/^ChatMessage_[0-9a-f]{8}$/u);
});

test("text of a document compiles to nothing but types", () => {
  const hostile = "*/ declare const planted: 1; /*\u2028 `${planted}`";
  const names = [
    "",
    "class",
    "__proto__",
    "a b",
    "a-b",
    "*/",
    "日本語",
    "n".repeat(10_000),
    "x'\"\n",
  ];
  const types = [
    ...names.map((name) =>
      named(
        name,
        {
          kind: "record",
          fields: names.map((key) => field(key, text, { description: hostile })),
          rest: text,
        },
        hostile,
      ),
    ),
    named("Loop", { kind: "union", tag: null, options: [{ kind: "ref", name: "Loop" }, text] }),
    named("Ping", { kind: "ref", name: "Pong" }),
    named("Pong", {
      kind: "intersection",
      parts: [
        { kind: "ref", name: "Ping" },
        { kind: "ref", name: "Loop" },
      ],
    }),
    named("Quote", { kind: "literal", value: '"; planted; "' }),
  ];

  expect(compile(`${printed(types)}\n// @ts-expect-error TS2304\nplanted;\n`)).toBe("");
});

/** What tsc says of a module. */
function compile(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), "types-"));
  const file = join(folder, "types.ts");
  writeFileSync(file, source);
  const options = ["--ignoreConfig", "--noEmit", "--strict", "--exactOptionalPropertyTypes"];
  const tsc = resolve("node_modules/typescript-native/bin/tsc");
  try {
    return execFileSync(
      process.execPath,
      [tsc, ...options, "--target", "es2023", "--types", "", file],
      {
        encoding: "utf8",
        stdio: "pipe",
      },
    );
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
