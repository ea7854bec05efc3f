import { describe, expect, it } from "vitest";
import { explainAcceptors } from "../../../generator/checks/acceptor/explain.ts";
import { compileAcceptors } from "../../../generator/checks/acceptor/index.ts";
import { chooseMessages } from "../../../generator/checks/choices.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { groupOf } from "../run-checks.ts";

function explain(schemas: Readonly<Record<string, JsonSchema>>) {
  const messages = Object.keys(schemas).map((id) => ({ id, schema: id }));
  const groups = [groupOf("all", Object.keys(schemas))];
  const choices = chooseMessages({ schemas, messages, groups });
  const input = { schemas, messages, groups, choices, failures: [], depth: 64 };
  return explainAcceptors(input).groups[0]?.entries ?? [];
}

describe("what is said of an acceptor", () => {
  it("names the keyword that it cannot read and the schema that holds it", () => {
    const list = { type: "array", items: { type: "string" }, uniqueItems: true };
    expect(explain({ tags: { type: "object", required: ["list"], properties: { list } } })).toEqual(
      [
        {
          messageId: "tags",
          accepted: "no",
          reason: "it must hold what is not read",
          gaps: [{ keyword: "uniqueItems", schema: { name: "tags", pointer: "/properties/list" } }],
        },
      ],
    );
  });

  it("tells what is read where something optional is missing from what is never read", () => {
    const word = { type: "string", format: "regex" };
    const entries = explain({
      free: { type: "object", properties: { word } },
      bound: { type: "object", required: ["word"], properties: { word } },
      plain: { type: "object", properties: { text: { type: "string" } } },
    });
    expect(entries.map(({ accepted }) => accepted)).toEqual(["partly", "no", "yes"]);
  });

  it("counts messages that nothing tells apart as a crowd where they are too many to be tried", () => {
    const names = Array.from({ length: 17 }, (_none, index) => `m${index}`);
    const schemas = Object.fromEntries(
      names.map((name, index) => [name, { type: "string", minLength: index }]),
    );
    const [first] = explain(schemas);
    expect(first?.accepted).toBe("no");
    expect(first?.reason).toBe("nothing tells it from others, 17 in all");
  });

  it("names a oneOf of which it cannot prove that a value fits one branch only", () => {
    const oneOf = [{ type: "object", properties: { a: { type: "string" } } }, {}];
    const [entry] = explain({ either: { type: "object", properties: { part: { oneOf } } } });
    expect(entry?.accepted).toBe("partly");
    expect(entry?.gaps).toEqual([
      { keyword: "oneOf", schema: { name: "either", pointer: "/properties/part" } },
    ]);
  });

  it("says of groups whose code is too much for one API that it is", () => {
    const names = Array.from({ length: 60 }, (_none, index) => `m${index}`);
    const schemaOf = (name: string): JsonSchema => ({
      type: "object",
      properties: Object.fromEntries(
        Array.from({ length: 300 }, (_none, index) => [
          `${name}-${index}`,
          { type: "string", maxLength: index },
        ]),
      ),
    });
    const schemas = Object.fromEntries(names.map((name) => [name, schemaOf(name)]));
    const messages = names.map((id) => ({ id, schema: id }));
    const groups = names.map((name) => groupOf(name, [name]));
    const choices = chooseMessages({ schemas, messages, groups });
    const input = { schemas, messages, groups, choices, failures: [], depth: 64 };
    const explained = explainAcceptors(input).groups;
    expect(explained[0]?.obstacle).toBeNull();
    expect(explained.at(-1)?.obstacle).toBe(
      "the API has more messages than 600 kB of code can accept",
    );
    expect(explained.at(-1)?.entries[0]?.accepted).toBe("no");
    expect(compileAcceptors(input).acceptors.length).toBeLessThan(1_000_000);
  }, 60_000);

  it("says how many bytes of JavaScript and of WebAssembly its code has", () => {
    const schemas = { a: { type: "object", properties: { text: { type: "string" } } } };
    const messages = [{ id: "a", schema: "a" }];
    const groups = [groupOf("one", ["a"]), groupOf("other", ["a"])];
    const choices = chooseMessages({ schemas, messages, groups });
    const input = { schemas, messages, groups, choices, failures: [], depth: 64 };
    const { acceptors, wasm } = compileAcceptors(input);
    const [, module = ""] = /module:"([^"]+)"/.exec(wasm) ?? [];

    const { javascriptBytes, wasmBytes } = explainAcceptors(input);

    expect(acceptors.length - javascriptBytes).toBeGreaterThan(0);
    expect(acceptors.length - javascriptBytes).toBeLessThan(100);
    expect(wasmBytes).toBe(Buffer.from(module, "base64").length);
  });

  it("gives the reason of a group that is not JSON", () => {
    const groups = [{ ...groupOf("all", ["a"]), encoding: "msgpack" as const }];
    const input = { schemas: { a: true }, messages: [{ id: "a", schema: "a" }], groups };
    const choices = chooseMessages(input);
    const explained = explainAcceptors({ ...input, choices, failures: [], depth: 64 });
    const [group] = explained.groups;
    expect(explained).toMatchObject({ javascriptBytes: 0, wasmBytes: 0 });
    expect(group).toMatchObject({ obstacle: "its frames are msgpack, not JSON", size: 0 });
    expect(group?.entries[0]?.accepted).toBe("no");
  });
});
