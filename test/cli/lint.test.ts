import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../helpers/folder.ts";
import { runCli } from "../helpers/run-cli.ts";

async function rulesOf(document: string): Promise<readonly string[]> {
  const file = join(temporaryFolder(), "api.yaml");
  writeFileSync(file, document);
  const { stdout } = await runCli("lint", file, "--json");
  const { findings }: { findings: { rule: string }[] } = JSON.parse(stdout);
  return findings.map(({ rule }) => rule);
}

const roomOf = (messages: string): string => `asyncapi: 3.0.0
info: { title: Room, version: 1.0.0 }
channels: { room: { address: /room, messages: ${messages} } }
operations: { say: { action: receive, channel: { $ref: '#/channels/room' } } }
`;

test("lint says of a document without channels that nothing can be served", async () => {
  expect(await rulesOf("asyncapi: 3.0.0\ninfo: { title: Empty, version: 1.0.0 }\n")).toContain(
    "channels-none",
  );
});

test("lint comes to an end for a document of 10,000 messages", async () => {
  const messages = Array.from({ length: 10_000 }, (_, n) => [
    `m${n}`,
    { payload: { required: ["type"], properties: { type: { const: `m${n}` } } } },
  ]);

  expect(await rulesOf(roomOf(JSON.stringify(Object.fromEntries(messages))))).toEqual([]);
}, 120_000);
