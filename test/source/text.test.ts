import { describe, expect, test } from "vitest";
import { asJson, loadText } from "./load-text.ts";

describe("the text of a document", () => {
  test.each([
    ["an equal key in YAML", "a: 1\nb: 2\na: 3\n", "api.yaml", "duplicate-key"],
    ["an equal key in JSON", '{"a": 1, "a": 2}', "api.json", "duplicate-key"],
    ["a tab as indentation", "a:\n\tb: 1\n", "api.yaml", "syntax"],
    ["an unclosed bracket", "a: [1, 2\n", "api.yaml", "syntax"],
    ["a tag", "a: !secret x\n", "api.yaml", "tag-unsupported"],
    ["a second document", "a: 1\n---\nb: 2\n", "api.yaml", "several-documents"],
    ["a key that is true", "true: 1\n", "api.yaml", "key-not-text"],
    ["an object as key", "? {a: 1}\n: 2\n", "api.yaml", "key-unsupported"],
    ["infinity", "a: .inf\n", "api.yaml", "number-not-json"],
    ["a number beyond all bounds in JSON", '{"a": 1e999}', "api.json", "number-not-json"],
    ["a trailing comma in JSON", '{"a": 1,}', "api.json", "json-not-strict"],
    ["an alias in its own anchor", "a: &x [*x]\n", "api.yaml", "alias-circular"],
  ])("with %s is reported", async (_, text, name, rule) => {
    expect((await loadText(text, name)).rules).toEqual([rule]);
  });

  test("keeps integers beyond 2^53 exactly, in YAML and in JSON", async () => {
    const yaml = await loadText("max: 9223372036854775807\n");
    const json = await loadText('{"max": 9223372036854775807}', "api.json");

    expect(yaml.tree.root.value).toEqual({ max: 9223372036854775807n });
    expect(json.tree.root.value).toEqual({ max: 9223372036854775807n });
  });

  test("may begin with a byte order mark", async () => {
    expect(asJson((await loadText("\ufeffa: 1\n")).tree.root.value)).toEqual({ a: 1 });
    expect(asJson((await loadText('\ufeff{"a": 1}', "a.json")).tree.root.value)).toEqual({ a: 1 });
  });

  test("merges what stands under << and keeps the own members", async () => {
    const { tree } = await loadText("base: &b {x: 1, y: 2}\nown: {<<: *b, y: 3}\n");

    expect(asJson(tree.root.value)).toEqual({ base: { x: 1, y: 2 }, own: { x: 1, y: 3 } });
  });

  test.each(["api.yaml", "api.json"])(
    "makes ordinary keys of __proto__ and its kin in %s",
    async (name) => {
      const { tree } = await loadText('{"__proto__": {"admin": true}, "constructor": 1}', name);
      const value = tree.root.value as Record<string, unknown>;

      expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
      expect(Object.getPrototypeOf(value)).toBeNull();
      expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    },
  );

  test.each([
    ["of YAML", "a:\n  b: 1\n  list:\n    - x\n    - key: y\n", "api.yaml"],
    ["of JSON", '{"a":\n  {"b": 1,\n   "list": [\n     "x",\n     {"key": "y"}]}}', "api.json"],
  ])("has a line and column for every key and value %s", async (_, text, name) => {
    const { tree } = await loadText(text, name);
    const at = (pointer: string): string => {
      const { line, column } = tree.position({ file: name, pointer });
      return (text.split("\n")[line - 1] ?? "").slice(column - 1);
    };

    expect(at("/a/b")).toMatch(/^1/);
    expect(at("/a/list")).toMatch(/^"?list/);
    expect(at("/a/list/0")).toMatch(/^"?x/);
    expect(at("/a/list/1/key")).toMatch(/^"?y/);
    expect(at("/a/list/1/absent/deeper")).toMatch(/^\{?"?key/);
    expect(at("/a/none")).toMatch(/^"?a/);
  });
});
