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

  test.each([
    {
      given: "{items: {$ref: '#/definitions/User'}, definitions: {User: {type: string}}}",
      want: "/channels/c/payload/definitions/User",
    },
    {
      given: "{$schema: x, items: {$ref: '#/$defs/a~1b'}, $defs: {a/b: {type: string}}}",
      want: "/channels/c/payload/$defs/a~1b",
    },
    {
      given: "{items: {$ref: '#user'}, definitions: {User: {$id: '#user'}}}",
      want: "/channels/c/payload/definitions/User",
    },
    {
      given: "{items: {$ref: '#user'}, $defs: {User: {$anchor: user}}}",
      want: "/channels/c/payload/$defs/User",
    },
    {
      given:
        "{items: {$ref: 'https://a.example/u#/not'}, $defs: {U: {$id: 'https://a.example/u', not: {}}}}",
      want: "/channels/c/payload/$defs/U/not",
    },
    {
      given:
        "{definitions: {A: {$ref: '#/definitions/B'}, B: {}}, items: {$ref: '#/definitions/A'}}",
      want: "/channels/c/payload/definitions/B",
    },
  ])("of a payload that is a schema of its own are read within it: $given", async (row) => {
    const { tree, rules } = await loadText(`channels: {c: {payload: ${row.given}}}\n`);

    const items = tree.at({ file: "api.yaml", pointer: "/channels/c/payload/items" });
    expect(new Set(rules)).toEqual(new Set(["reference-in-schema"]));
    expect(items === null ? null : tree.follow(items)?.node.pointer).toBe(row.want);
  });

  test.each([
    [
      "of another payload",
      "a: {payload: {definitions: {U: {}}}}\nb: {payload: {$ref: '#/definitions/U'}}",
    ],
    ["with another name", "a: {payload: {definitions: {U: {}}, items: {$ref: '#/definitions/V'}}}"],
    ["outside of a schema", "a: {definitions: {U: {}}, items: {$ref: '#/definitions/U'}}"],
    ["to an anchor elsewhere", "a: {payload: {$anchor: u}}\nb: {payload: {$ref: '#u'}}"],
    ["to a part of an $id that is not there", "a: {payload: {$id: u, items: {$ref: 'u#/not'}}}"],
  ])("into a schema %s lead nowhere", async (_, text) => {
    const { rules } = await loadText(text);

    expect(rules).toContain("unresolved-reference");
  });

  test("within a schema that only lead to each other are reported", async () => {
    const { rules } = await loadText(
      "a: {payload: {definitions: {A: {$ref: '#/definitions/B'}, B: {$ref: '#/definitions/A'}}}}\n",
    );

    expect(rules.filter((rule) => rule === "circular-reference")).toHaveLength(2);
  });

  test("exist at the root of the file first, whatever the schema has", async () => {
    const { tree, rules } = await loadText(
      "definitions: {U: 1}\na: {payload: {items: {$ref: '#/definitions/U'}, definitions: {U: 2}}}\n",
    );

    const items = tree.at({ file: "api.yaml", pointer: "/a/payload/items" });
    expect(rules).toEqual([]);
    expect(items === null ? null : tree.follow(items)?.node.value).toBe(1);
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
