import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  compileDocument,
  overlayPath,
  type Compiled,
  type CompileOptions,
} from "../../generator/compile.ts";
import type { Entry } from "../../runtime/contract/v1.ts";
import { temporaryFolder } from "../helpers/folder.ts";
import { ROOM_DOCUMENT } from "../integration/room-document.ts";

const OPTIONS: CompileOptions = {
  allowRemote: false,
  allowOutside: false,
  partial: false,
  perspective: null,
  alone: true,
  until: "gateway",
};

async function compile(text: string, options: Partial<CompileOptions> = {}) {
  const source = { kind: "text", name: "room.yaml", text } as const;
  return compileDocument(source, { ...OPTIONS, ...options });
}

async function apiOf(text: string, options: Partial<CompileOptions> = {}) {
  const { gateway, diagnostics } = await compile(text, options);
  if (gateway === null) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  return gateway.api;
}

test("a reply stands in the other flow, beside the messages that are sent unasked", async () => {
  const api = await apiOf(ROOM_DOCUMENT);

  const words = ({ messageId, operationId, replyTo, replyMessageIds }: Entry): string =>
    `${messageId} of ${operationId}, answers ${replyTo}, answered by ${replyMessageIds.join()}`;
  const groups = api.routes[0]?.flows;
  expect(groups?.clientToServer.groups[0]?.entries.map(words)).toEqual([
    "say of say, answers null, answered by ",
    "ask of ask, answers null, answered by told",
  ]);
  expect(groups?.serverToClient.groups[0]?.entries.map(words)).toEqual([
    "said of hear, answers null, answered by ",
    "error of hear, answers null, answered by ",
    "told of ask, answers ask, answered by ",
  ]);
});

test("a flow whose operations agree on a policy has that policy for frames of which none can be said", async () => {
  const api = await apiOf(ROOM_DOCUMENT);

  const policies = api.routes.map(({ path, flows }) => [path, flows.clientToServer.onViolation]);
  expect(policies).toEqual([
    ["/room/1.0/rooms/{roomId}", "reject"],
    ["/room/1.0/blobs", "close"],
  ]);
});

const WITHOUT_CONTEXT = ROOM_DOCUMENT.replace("context: /room/1.0", "unknownMessages: refuse");

test("without a context an API is served at the root alone, else under title and version", async () => {
  const alone = await apiOf(WITHOUT_CONTEXT);
  const among = await apiOf(WITHOUT_CONTEXT, { alone: false });

  expect(alone.routes[0]?.path).toBe("/rooms/{roomId}");
  expect(among.routes[0]?.path).toBe("/room/1.0.0/rooms/{roomId}");
});

test("samples are the examples that pass; a message without one gets a generated sample that passes", async () => {
  const text = ROOM_DOCUMENT.replace(
    "examples: [{ payload: { type: say, text: hello } }]",
    "examples: [{ payload: { type: say, text: 5 } }, { payload: { type: say, text: ok } }]",
  ).replace("examples: [{ payload: { type: ask, id: q1 } }]", "");

  const { messages } = await apiOf(text);

  expect(messages["say"]?.samples).toEqual([{ type: "say", text: "ok" }]);
  expect(messages["ask"]?.samples).toEqual([{ type: "ask", id: expect.any(String) }]);
});

test("the revision is of what is compiled: the same for the same document, another for another", async () => {
  const first = await apiOf(ROOM_DOCUMENT);
  const again = await apiOf(`${ROOM_DOCUMENT}\n# a comment\n`);
  const other = await apiOf(ROOM_DOCUMENT.replace("maxLength: 20", "maxLength: 21"));

  expect(first.revision).toMatch(/^[0-9a-f]{16}$/u);
  expect(again.revision).toBe(first.revision);
  expect(other.revision).not.toBe(first.revision);
});

test("a document with an error has its findings and a model, but no gateway", async () => {
  const { model, gateway, diagnostics } = await compile(
    ROOM_DOCUMENT.replace("action: receive", "action: shout"),
  );

  expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  expect([model === null, gateway]).toEqual([false, null]);
});

const ALIKE = `asyncapi: 3.0.0
info: { title: Alike, version: 1.0.0 }
servers: { main: { host: a.example, protocol: wss } }
channels:
  room:
    address: /room
    messages:
      said: { payload: { type: object, required: [text], properties: { text: { type: string } } } }
      heard: { payload: { type: object, required: [by], properties: { by: FIELD } } }
      left: { payload: { type: object, required: [by, type], properties: { type: { const: left } } } }
      came: { payload: { type: object, required: [by, type], properties: { type: { const: came } } } }
operations:
  tell: { action: send, channel: { $ref: '#/channels/room' } }
`;

test.each([
  { by: "{ type: string }", want: ["said"] },
  { by: "{ type: string, format: date }", want: ["said"] },
  { by: "{ const: nobody }", want: ["said"] },
])("messages that are alike are found without a gateway too: by is $by", async ({ by, want }) => {
  const text = ALIKE.replace("FIELD", by);
  const alike = ({ diagnostics }: Compiled): readonly string[] =>
    diagnostics.flatMap(({ rule, message }) => (rule === "messages-alike" ? [message] : []));

  const linted = alike(await compile(text, { until: "model" }));

  expect(linted).toEqual(alike(await compile(text)));
  expect(linted.map((message) => message.split('"')[1])).toEqual(want);
});

test("an overlay beside the document is honoured", async () => {
  const file = join(temporaryFolder(), "room.yaml");
  writeFileSync(file, ROOM_DOCUMENT);
  writeFileSync(overlayPath(file), "x-framegate: { context: /elsewhere }\n");

  const { gateway } = await compileDocument({ kind: "file", path: file }, OPTIONS);

  expect(gateway?.api.context).toBe("/elsewhere");
});

test("a private CA is read from the document's folder only, and only certificates of it", async () => {
  const file = join(temporaryFolder(), "room.yaml");
  const withCa = (ca: string): string =>
    ROOM_DOCUMENT.replace(
      "protocol: ws, pathname: /v1 }",
      `protocol: wss, pathname: /v1, x-framegate: { tls: { ca: { file: ${ca} } } } }`,
    );
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
  writeFileSync(join(file, "..", "ca.pem"), `secret\n${pem}\nmore\n`);
  const source = { kind: "file", path: file } as const;

  writeFileSync(file, withCa("ca.pem"));
  const { gateway } = await compileDocument(source, OPTIONS);
  writeFileSync(file, withCa("/etc/passwd"));

  expect(gateway?.api.backends[0]?.tlsCa).toBe(`${pem}\n`);
  await expect(compileDocument(source, OPTIONS)).rejects.toThrow('cannot read "/etc/passwd"');
});

test("a private CA outside of the document's folder is read where that is allowed", async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
  const ca = join(elsewhere, "ca.pem");
  writeFileSync(ca, pem);
  const file = join(folder, "room.yaml");
  const server = `protocol: wss, pathname: /v1, x-framegate: { tls: { ca: { file: ${ca} } } } }`;
  writeFileSync(file, ROOM_DOCUMENT.replace("protocol: ws, pathname: /v1 }", server));
  const source = { kind: "file", path: file } as const;

  const { gateway } = await compileDocument(source, { ...OPTIONS, allowOutside: true });

  expect(gateway?.api.backends[0]?.tlsCa).toBe(`${pem}\n`);
  await expect(compileDocument(source, OPTIONS)).rejects.toThrow("allow it with --allow-outside");
});

test("a pattern that takes long is told where it stands, also one of member names and one that was rewritten", async () => {
  const text = ROOM_DOCUMENT.replace(
    "text: { type: string, maxLength: 20 }",
    `text: { type: string, maxLength: 20, pattern: "^(a+)+$" },
          other: { pattern: "^(?:[\\\\w-.]+)+!$" },
          names: { patternProperties: { "^(b|b)+$": {} } }`,
  );

  for (const until of ["gateway", "model"] as const) {
    const { diagnostics } = await compile(text, { until });

    const found = diagnostics.filter(({ rule }) => rule === "pattern-slow");
    expect(found.map(({ place }) => place.pointer.split("/").slice(-2).join(" "))).toEqual([
      "text pattern",
      "other pattern",
      "patternProperties ^(b|b)+$",
    ]);
  }
});
