import { describe, expect, it } from "vitest";
import { compileValueChecks } from "../../../generator/checks/value/index.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { runModule } from "./run-value-checks.ts";

const TEXTS = [
  ...[
    '"',
    "'",
    "`",
    "\\",
    "${globalThis.ran=1}",
    "*/",
    "//",
    "<!--",
    "</script>",
    "\u2028",
    "\u2029",
  ],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "",
    " ",
    "\n",
    "\u0000",
    "\ud800",
  ],
  ...[
    "delete",
    "class",
    "own",
    "value",
    "fault",
    "expectText",
    "membersOf",
    "await",
    "eval",
    "check0",
  ],
  ...[
    '");globalThis.ran=1;("',
    "';globalThis.ran=1;'",
    "`;globalThis.ran=1;`",
    "*/globalThis.ran=1/*",
  ],
  ...['a" && "b', "a && b ${1} a long key that is one of several && breaks lines", "at1", "place"],
  ...["\u202e\u2066", "a\u0301", "𝒳", "x".repeat(10_000), "a-b", "a_b", "a b", "1", "-1", "null"],
];

/** A schema with the text in every position that a document has for one. */
function schemasWith(text: string): Readonly<Record<string, JsonSchema>> {
  const escaped = text
    .slice(0, 100)
    .replaceAll(/[^\p{L}\p{N}]/gu, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
  return {
    [text]: {
      type: "object",
      title: text,
      required: [text],
      properties: { [text]: { const: text }, other: { enum: [text, { [text]: text }] } },
      patternProperties: { [escaped]: { type: ["string", "array"] } },
      dependentRequired: { [text]: [text] },
      dependentSchemas: { [text]: { $ref: `#/$defs/${text} 2` } },
      propertyNames: { anyOf: [{ const: text }, { pattern: escaped }, { enum: [text, "other"] }] },
      format: text,
      additionalProperties: false,
    },
    [`${text} 2`]: {
      properties: { [text]: { anyOf: [{ $ref: `#/$defs/${text}` }, { minLength: 0 }] } },
    },
  };
}

describe("texts of a document in the code of checks", () => {
  it.each(TEXTS)("are data: %j", (text) => {
    const schemas = schemasWith(text);
    const checks = Object.keys(schemas).map((schema, index) => ({ name: `check${index}`, schema }));

    const { code, failures } = compileValueChecks({ schemas, checks });
    const module = runModule(code);
    const check = module["check0"] as (value: unknown) => { readonly pointer: string } | null;
    const fits = check(JSON.parse(`{${JSON.stringify(text)}:${JSON.stringify(text)}}`));

    expect(failures).toEqual([]);
    // JSON schemas cannot ask for a member `__proto__`: there is none in `properties`.
    expect(fits === null || text === "__proto__").toBe(true);
    expect(check({})?.pointer).not.toBe("");
    expect("ran" in globalThis).toBe(false);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it("do not decide what is imported or exported", () => {
    for (const text of TEXTS) {
      const schemas = schemasWith(text);
      const { code } = compileValueChecks({
        schemas,
        checks: [{ name: "check0", schema: text }],
      });
      const from = [...code.matchAll(/^(?:import \{[^}]+\}|\}) from (.*);$/gmu)].map(
        ([, path]) => path,
      );
      expect(from.every((path) => /^"\.\/core\/checking\/[a-z]+\.js"$/u.test(path ?? ""))).toBe(
        true,
      );
      expect([...code.matchAll(/^export /gmu)]).toHaveLength(1);
    }
  });
});
