import { describe, expect, test } from "vitest";
import { loadDocument } from "../../generator/source/load.ts";
import { validateSpec } from "../../generator/spec/validate.ts";
import { SPEC_VERSIONS } from "../../generator/spec/versions.ts";
import { loadText } from "../source/load-text.ts";

/** `rule line:column message` of every finding. */
async function findingsOf(text: string): Promise<readonly string[]> {
  const { tree } = await loadText(text);
  const findings = await validateSpec(tree);
  return findings.map(({ rule, place, message }) => {
    const { line, column } = tree.position(place);
    return `${rule} ${line}:${column} ${message}`;
  });
}

const V2 = "asyncapi: 2.6.0\ninfo: {title: T, version: '1'}\n";
const V3 = "asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\n";

describe("a document against AsyncAPI's schema", () => {
  test.each(SPEC_VERSIONS)("of version %s conforms when it is right", async (version) => {
    const text = `asyncapi: ${version}\ninfo: {title: T, version: '1'}\nchannels: {}\n`;

    expect(await findingsOf(text)).toEqual([]);
  });

  test.each([
    ["an empty file", "", "document-empty 1:1 the document is empty"],
    ["a file of comments", "# nothing\n", "document-empty 1:1 the document is empty"],
    ["a null", "null\n", "document-empty 1:1 the document is empty"],
    [
      "a null with comments",
      "# nothing\n--- ~ # at all\n",
      "document-empty 2:5 the document is empty",
    ],
    ["a list", "- a\n", "document-not-object 1:1 the document is a list, expected an object"],
    [
      "OpenAPI",
      "openapi: 3.1.0\n",
      "document-other-format 1:10 this is OpenAPI, expected an AsyncAPI document",
    ],
    [
      "Swagger",
      "swagger: '2.0'\n",
      "document-other-format 1:10 this is Swagger, expected an AsyncAPI document",
    ],
    ["no version", "info: {}\n", "version-missing 1:1 the document has no asyncapi version"],
  ])("that is %s gets that one finding", async (_, text, want) => {
    expect(await findingsOf(text)).toEqual([want]);
  });

  test("of a version that is not known says which are", async () => {
    expect((await findingsOf("asyncapi: 3.2.0\n"))[0]).toMatch(
      /^version-unsupported 1:11 asyncapi is "3.2.0", expected one of 2.0.0, .* 3.1.0$/,
    );
  });

  test("has all of its faults reported at once, each at its line", async () => {
    const text = `${V3}servers:
  main: {protocol: ws}
channels:
  room:
    adress: /room
    messages: []
operations:
  say: {action: recieve, channel: {$ref: '#/channels/room'}}
components:
  securitySchemes:
    key: {type: httpApiKey, in: body, name: k}
`;

    expect(await findingsOf(text)).toEqual([
      'missing-property 4:3 server "/servers/main" has no "host"',
      'unknown-property 7:13 "adress" is no property of channel "/channels/room", it was ignored',
      'wrong-type 8:5 "/channels/room/messages" is a list, expected an object',
      'wrong-value 10:17 "/operations/say/action" is "recieve", expected one of "send", "receive"',
      'wrong-value 13:33 "/components/securitySchemes/key/in" is "body", expected one of "header", "query", "cookie"',
    ]);
  });

  test("suggests the name and the value that were meant", async () => {
    const { tree } = await loadText(
      `${V3}channels: {c: {adress: /}}\noperations: {o: {action: recieve, channel: {$ref: '#/channels/c'}}}\n`,
    );

    expect((await validateSpec(tree)).map(({ hint }) => hint)).toEqual([
      'did you mean "address"?',
      'did you mean "receive"?',
    ]);
  });

  test("is not refused for prose, examples, other bindings and names", async () => {
    const text = `${V2}tags: none
channels:
  c:
    publish:
      bindings: {kafka: {groupId: {type: text, enum: 5}, x: 1}}
      message: {summary: 5, examples: [text], payload: {}}
`;
    const { tree } = await loadText(text);
    const findings = await validateSpec(tree);

    expect(findings.map(({ rule }) => rule).toSorted()).toEqual([
      "informational-ignored",
      "informational-ignored",
      "informational-ignored",
    ]);
    expect(findings.every(({ severity }) => severity === "warning")).toBe(true);
  });

  test("reads a channel parameter with a JSON schema, in one warning", async () => {
    const text = `${V3}channels:\n  c:\n    parameters:\n      p: {schema: {type: integer}, default: 5, examples: [1, 2]}\n`;

    expect(await findingsOf(text)).toEqual([
      'parameter-schema 6:7 parameter "p" is described by a JSON schema, it is read with its type',
    ]);
  });

  test("does not drop what only the other version would understand", async () => {
    const text = `${V2}channels: {c: {address: /}}\noperations: {}\n`;

    expect((await findingsOf(text)).map((finding) => finding.split(" ")[0])).toEqual([
      "other-version",
      "other-version",
    ]);
  });

  test("accepts integers beyond 2^53 and names such as __proto__, valueOf and constructor", async () => {
    const text = `${V3}channels:
  __proto__: {messages: {constructor: {payload: {maximum: 9223372036854775807}}}}
  valueOf: {tags: [{name: valueOf}, {name: constructor}]}
`;

    expect(await findingsOf(text)).toEqual([]);
  });

  test("of very long lists is checked in linear time, with the findings of short ones", async () => {
    const values = Array.from({ length: 100_000 }, (_, at) => `{v: ${at}}`).join(", ");
    const tags = Array.from({ length: 3_000 }, (_, at) => `{name: t${at}}`).join(", ");
    const text = `${V3}channels:
  c: {tags: [${tags}, {name: t5}], messages: {m: {payload: {enum: [${values}]}}}}
mesages: {}
`;

    expect(await findingsOf(text)).toEqual([
      expect.stringMatching(/^informational-ignored 4:7 .*holds an item twice$/),
      expect.stringMatching(/^unknown-property 5:1 /),
    ]);
  });

  test("points into the file that holds the fault", async () => {
    const { mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
    const folder = mkdtempSync("/tmp/framegate-spec-");
    try {
      writeFileSync(`${folder}/api.yaml`, `${V3}channels: {c: {$ref: 'channel.yaml'}}\n`);
      writeFileSync(`${folder}/channel.yaml`, "address: /\nmesages: {}\n");
      const { tree } = await loadDocument(
        { kind: "file", path: `${folder}/api.yaml` },
        { allowRemote: false, allowOutside: false },
      );
      const findings = tree === null ? [] : await validateSpec(tree);

      expect(findings.map(({ place }) => [place.file.slice(folder.length), place.pointer])).toEqual(
        [["/channel.yaml", "/mesages"]],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
