import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printExplanation } from "../../generator/cli/print-explaining.ts";
import type { ExplainedFlow } from "../../generator/cli/explaining.ts";
import { temporaryFolder } from "../helpers/folder.ts";
import { runCli } from "../helpers/run-cli.ts";

const DOCUMENT = `asyncapi: 3.0.0
info: { title: Places, version: 1.0.0 }
channels:
  room:
    address: /room
    messages:
      own:
        payload:
          properties: { type: { const: own }, list: { uniqueItems: true } }
      inner: { payload: { $ref: '#/components/messages/Kept/payload' } }
      far: { payload: { $ref: './far.yaml#/Far' } }
      formatted:
        payload:
          schemaFormat: application/schema+json;version=draft-07
          schema: { $ref: '#/components/schemas/Formatted' }
operations:
  say: { action: receive, channel: { $ref: '#/channels/room' } }
components:
  messages:
    Kept:
      payload:
        properties:
          type: { const: inner }
          list: { contains: { const: 1 } }
  schemas:
    Formatted:
      properties:
        type: { const: formatted }
        next: { $ref: '#/components/messages/Kept/payload/properties/list' }
`;

const FAR = `Far:
  properties:
    type: { const: far }
    list: { $ref: '#/List' }
List:
  uniqueItems: true
`;

test("a keyword that is not read is named by where its author wrote it, through references and files", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "api.yaml");
  writeFileSync(file, DOCUMENT);
  writeFileSync(join(folder, "far.yaml"), FAR);

  const { stdout } = await runCli("explain", file, "--json");

  const { routes }: { routes: { flows: ExplainedFlow[] }[] } = JSON.parse(stdout);
  const messages = routes.flatMap((route) => route.flows.flatMap((flow) => flow.messages));
  const places = messages.map(({ message, unread }) => [
    message,
    unread.map(({ keyword, at }) => `${keyword} ${at.replace(folder, "")}`),
  ]);
  expect(places).toEqual([
    ["own", ["uniqueItems /api.yaml:9:68"]],
    ["inner", ["contains /api.yaml:24:19"]],
    ["far", ["uniqueItems /far.yaml:6:16"]],
    ["formatted", ["contains /api.yaml:24:19"]],
  ]);
});

test("the summary says what the acceptors take, and that there is no module where there is none", () => {
  const explanation = { title: "Api", version: "1", routes: [], json: 1, accepted: 1, partly: 0 };
  const lastLineFor = (javascript: number, webAssembly: number): string | undefined => {
    const acceptorBytes = { javascript, webAssembly };
    const terminal = { color: false, columns: 80 };
    const text = printExplanation({ ...explanation, percent: 100, acceptorBytes }, terminal);
    return text.trimEnd().split("\n").at(-1);
  };

  expect(lastLineFor(1025, 2048)).toBe(
    "their acceptors: 2 KiB of JavaScript, 2 KiB of WebAssembly",
  );
  expect(lastLineFor(700_000, 0)).toBe("their acceptors: 684 KiB of JavaScript, no WebAssembly");
  expect(lastLineFor(0, 0)).toContain("1 of 1 JSON messages");
});

test("what tells messages apart is broken between words, and no word is cut", () => {
  const long = "a".repeat(50);
  const flow: ExplainedFlow = {
    flow: "clientToServer",
    toldBy: `one two ${long} three`,
    size: 0,
    messages: [],
  };
  const explanation = {
    title: "Api",
    version: "1",
    routes: [{ path: "/room", flows: [flow] }],
    json: 0,
    accepted: 0,
    partly: 0,
    percent: 100,
    acceptorBytes: { javascript: 0, webAssembly: 0 },
  };

  const text = printExplanation(explanation, { color: false, columns: 24 });

  expect(text.split("\n").slice(4, 9)).toEqual([
    "    told apart: one two",
    `    ${long}`,
    "    three",
    "",
    "0 of 0 JSON messages are accepted from their bytes (100 %)",
  ]);
});
