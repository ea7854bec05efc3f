import { Buffer } from "node:buffer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway } from "./gateway.ts";
import { type Rig, startRig } from "./rig.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig((backendUrl) => startTestGateway("raw", backendUrl));
});
afterAll(() => rig.close());

/** Parameters that RFC 7692 section 7.1 forbids, or does not know. */
const WRONG = [
  ...["server", "client"].flatMap((side) => [
    `${side}_max_window_bits=7`,
    `${side}_max_window_bits=16`,
    `${side}_max_window_bits=0`,
    `${side}_max_window_bits=-9`,
    `${side}_max_window_bits=9x`,
    `${side}_max_window_bits=9; ${side}_max_window_bits=9`,
    `${side}_no_context_takeover=1`,
    `${side}_no_context_takeover; ${side}_no_context_takeover`,
  ]),
  "server_max_window_bits",
  "unknown",
  "unknown=1",
];

test.each(WRONG)("a client's offer of %s is not accepted", async (parameter) => {
  const extension = `permessage-deflate; ${parameter}`;

  const opened = await tryOpen("client", "compressed", extension);

  expect(opened).not.toContain("permessage-deflate");
});

test.each([...WRONG, "client_max_window_bits"])(
  "a backend that answers %s is no backend: 502",
  async (parameter) => {
    const opened = await tryOpen("server", "compressed", `permessage-deflate; ${parameter}`);

    expect(opened).toContain("502");
  },
);

test.each(["x-webkit-deflate-frame", "permessage-bzip2", "permessage-deflate2"])(
  "a client's offer of %s is passed over",
  async (extension) => {
    expect(await tryOpen("client", "compressed", extension)).toBe("open with ");
  },
);

test("a document that says nothing of compression negotiates none, on either leg", async () => {
  expect(await tryOpen("client", "anything", "permessage-deflate")).toBe("open with ");
  expect(await tryOpen("server", "anything", "permessage-deflate")).toContain("502");
});

/** `open with …` and what the gateway accepted, or what it answered instead. */
async function tryOpen(
  role: "client" | "server",
  document: "anything" | "compressed",
  extension: string,
): Promise<string> {
  try {
    const attack = { role, document, early: Buffer.alloc(0), extension };
    const { attacker, other, extensions } = await rig.open(attack);
    attacker.destroy();
    other.destroy();
    return `open with ${extensions}`;
  } catch (thrown) {
    return String(thrown);
  }
}
