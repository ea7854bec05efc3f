import { Buffer } from "node:buffer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RSV1 } from "./cases/deflate.ts";
import { startTestGateway } from "./gateway.ts";
import { text } from "./protocol-case.ts";
import { type Rig, startRig } from "./rig.ts";
import { encodeFrame, OPCODE } from "./wire.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig((backendUrl) => startTestGateway("raw", backendUrl));
});
afterAll(() => rig.close());

/** What is no list of extensions (RFC 6455 section 9.1). */
const MALFORMED = [
  "permessage-deflate;",
  "permessage-deflate; ;",
  "permessage-deflate; client_max_window_bits=",
  'permessage-deflate; client_max_window_bits="9',
  "permessage-deflate client_max_window_bits",
  "permessage-deflate=1",
  "permessage-deflate, (",
  ",",
];

/** The example of RFC 7692 section 7.2.3.2. */
const TWICE_IN_ONE_CONTEXT = ["f248cdc9c90700", "f200110000"].map((hex) => Buffer.from(hex, "hex"));

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

test.each(WRONG)(
  "a client's offer of %s is declined, and the connection opens",
  async (parameter) => {
    const extension = `permessage-deflate; ${parameter}`;

    const opened = await tryOpen("client", "compressed", extension);

    expect(opened).toBe("open with ");
  },
);

test.each(WRONG)("an offer behind one of %s is accepted", async (parameter) => {
  const extension = `permessage-deflate; ${parameter}, permessage-deflate`;

  const opened = await tryOpen("client", "compressed", extension);

  expect(opened).toContain("open with permessage-deflate");
  expect(opened).not.toContain("window_bits");
});

test.each(MALFORMED)(
  "a client's %j breaks the grammar: 400 with a problem document, and nobody is dialled",
  async (extension) => {
    const dialled = rig.offers.length;

    const opened = await tryOpen("client", "compressed", extension);

    expect(opened).toContain("400");
    expect(opened).toContain("application/problem+json");
    expect(rig.offers.length).toBe(dialled);
  },
);

test.each([...WRONG, "client_max_window_bits", "server_max_window_bits=09", "", "a b"])(
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

test("the gateway asks a backend to compress every message anew, as it does itself", async () => {
  await tryOpen("client", "compressed", "x");

  expect(rig.offers.at(-1)?.split("; ").toSorted()).toEqual([
    "client_max_window_bits",
    "client_no_context_takeover",
    "permessage-deflate",
    "server_no_context_takeover",
  ]);
});

test("a backend that refers to its earlier messages all the same is understood", async () => {
  const extension = "permessage-deflate";
  const attack = {
    role: "server",
    document: "compressed",
    early: Buffer.alloc(0),
    extension,
  } as const;
  const { attacker, other } = await rig.open(attack);

  for (const payload of TWICE_IN_ONE_CONTEXT) {
    await attacker.write(encodeFrame({ opcode: OPCODE.text, rsv: RSV1, payload }, "server"));
  }
  await other.until(({ messages, isEnded }) => isEnded || messages.length === 2, 10_000);
  attacker.destroy();
  other.destroy();

  expect(other.seen.messages).toEqual([text("Hello"), text("Hello")]);
});

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
