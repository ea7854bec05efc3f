import { describe, expect, test } from "vitest";
import { loadText } from "./load-text.ts";

describe("references", () => {
  test("are all reported when they lead nowhere, with the name that was meant", async () => {
    const { rules, messages, tree } = await loadText(
      "a: {$ref: '#/components/schemas/Chta'}\nb: {$ref: '#/nothing'}\nc: {$ref: '#chat'}\ncomponents: {schemas: {Chat: {}}}\n",
    );

    expect(rules).toEqual(["unresolved-reference", "unresolved-reference", "unresolved-reference"]);
    expect(messages[0]).toBe(
      '"#/components/schemas/Chta" leads nowhere: "/components/schemas" has no "Chta"',
    );
    expect(
      tree.follow({ file: "api.yaml", pointer: "/b", value: { $ref: "#/nothing" } }),
    ).toBeNull();
  });

  test("that only lead to each other are reported, one that reaches a recursive schema is not", async () => {
    const { rules } = await loadText(
      "a: {$ref: '#/b'}\nb: {$ref: '#/a'}\nself: {$ref: '#/self'}\ntree: {properties: {child: {$ref: '#/tree'}}}\n",
    );

    expect(rules).toEqual(["circular-reference", "circular-reference", "circular-reference"]);
  });

  test("through a part of themselves end instead of going on for ever", async () => {
    const { rules } = await loadText("a: {$ref: '#/b/x'}\nb: {$ref: '#/a/x'}\n");

    expect(rules).toEqual(["circular-reference", "circular-reference"]);
  });

  test("know the escapes of pointers and of URIs", async () => {
    const { tree, rules } = await loadText(
      "a: {$ref: '#/m/x~1y~0z'}\nb: {$ref: '#/m/caf%C3%A9'}\nm: {x/y~z: 1, café: 2}\n",
    );
    const values = ["/a", "/b"].map((pointer) => {
      const node = tree.at({ file: "api.yaml", pointer });
      return node === null ? null : tree.follow(node)?.node.value;
    });

    expect(rules).toEqual([]);
    expect(values).toEqual([1, 2]);
  });

  test("with an unescaped slash are read where one reading exists, and refused where two do", async () => {
    const one = await loadText(
      "a: {$ref: '#/channels//ws/x/messages/y'}\nchannels: {/ws/x: {messages: {y: 1}}}\n",
    );
    const two = await loadText("a: {$ref: '#/m/a/b/c'}\nm: {a/b: {c: 1}, a: {b/c: 2}}\n");

    expect(one.rules).toEqual(["reference-unescaped"]);
    expect(one.messages[0]).toContain('read as "#/channels/~1ws~1x/messages/y"');
    expect(two.rules).toEqual(["unresolved-reference"]);
  });

  test("in example data and vendor extensions are data, in properties of such names they are not", async () => {
    const { rules } = await loadText(
      "examples: [{$ref: '#/no'}]\nx-other: {$ref: '#/no'}\nproperties: {default: {$ref: '#/no'}, $ref: {type: string}}\n",
    );

    expect(rules).toEqual(["unresolved-reference"]);
  });

  test("that are no text are reported", async () => {
    expect((await loadText("a: {$ref: 5}\n")).rules).toEqual(["reference-not-text"]);
  });

  test("are followed along a long chain, and given up along an endless one", async () => {
    const chain = (length: number): string =>
      Array.from({ length }, (_, n) => `s${n}: {$ref: '#/s${n + 1}'}\n`).join("") +
      `s${length}: 1\n`;

    expect((await loadText(chain(40))).rules).toEqual([]);
    expect((await loadText(chain(60))).rules).toContain("circular-reference");
  });
});
