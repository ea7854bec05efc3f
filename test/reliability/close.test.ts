/** T-CLOSE: whatever ends one leg, the other is told something that may be said (RFC 6455 section 7.4). */
import { afterAll, beforeAll, expect, it } from "vitest";

import { isSendableCloseCode } from "../../runtime/frames/close-frame.ts";
import { createRawPeer } from "../frames/raw-peer.ts";
import { apiDocument } from "../helpers/api-document.ts";
import { createFakeLeg } from "../helpers/fake-leg.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";
import { createRecordingObserver } from "../helpers/recording-observer.ts";
import { createRelayRegistry } from "../helpers/relay-registry.ts";
import { chatApi } from "../helpers/chat-api.ts";
import { openRelay } from "../../runtime/relay/relay.ts";
import { attackGateway, type AttackedGateway } from "./attacked-gateway.ts";

/** Legal, empty, at the limit, with an umlaut at the limit, and text that looks like ours. */
const REASONS = ["", "bye", "x".repeat(123), `${"x".repeat(121)}ä`, '{"e":"IDLE"}'] as const;

/** Some 85,000 relays are opened and closed; it is no figure. */
const PATIENCE_MS = 120_000;

let gateway: AttackedGateway;

beforeAll(async () => {
  gateway = await attackGateway(apiDocument());
});
afterAll(() => gateway.stop());

it.each(["client", "backend"] as const)(
  "every close code with every reason from a %s tells the other leg a legal one",
  (from) => {
    const wrong: string[] = [];
    for (let code = 0; code <= 65_535; code += 1) {
      for (const reason of reasonsFor(code)) {
        const told = toldOther(from, code, reason);
        if (!isFit(told)) wrong.push(`${code} "${reason}": ${JSON.stringify(told)}`);
        if (isSendableCloseCode(code) && (told?.code !== code || told.reason !== reason)) {
          wrong.push(`${code} "${reason}" did not pass unchanged`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
  PATIENCE_MS,
);

/** Every reason with every code that has a meaning (RFC 6455 section 7.4.2), one after the other with those beyond. */
function reasonsFor(code: number): readonly string[] {
  return code < 5_000 ? REASONS : [REASONS[code % REASONS.length] ?? ""];
}

/** Codes around every boundary of RFC 6455 section 7.4 and the IANA registry, and some from each range. */
const CODES = [
  0, 1, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013,
  1014, 1015, 1016, 1100, 1999, 2000, 2999, 3000, 3001, 3999, 4000, 4001, 4005, 4999, 5000, 5001,
  16_384, 32_768, 65_535,
] as const;

it.each(["client", "backend"] as const)(
  "on real sockets a close by a %s is passed on",
  async (from) => {
    const results = await Promise.all(
      CODES.flatMap((code) => REASONS.map((reason) => closeThrough(from, code, reason))),
    );
    const wrong = results.filter(({ code, reason, told }) =>
      isSendableCloseCode(code)
        ? told?.code !== code || told.reason !== reason
        : told === null || !isFit(told),
    );

    expect(wrong).toEqual([]);
  },
);

async function closeThrough(from: "client" | "backend", code: number, reason: string) {
  const pair = await gateway.open();
  const to = from === "client" ? "backend" : "client";
  const sender = createRawPeer(pair[from], from === "client");
  const receiver = createRawPeer(pair[to], to === "client");
  pair.client.resume();
  pair.backend.resume();
  sender.write({ opcode: 8, payload: closePayload(code, reason) });
  const told = await receiver.close();
  pair.client.destroy();
  pair.backend.destroy();
  return { code, reason, told };
}

function closePayload(code: number, reason: string): Buffer {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
  payload.writeUInt16BE(code, 0);
  payload.write(reason, 2);
  return payload;
}

/** No code at all, or one that may be sent with a reason that fits. */
function isFit(told: { readonly code: number | null; readonly reason: string } | null): boolean {
  if (told === null) return false;
  const isShort = Buffer.byteLength(told.reason) <= 123;
  return isShort && (told.code === null || isSendableCloseCode(told.code));
}

/** What a relay between two legs in memory tells one when the other ends. */
function toldOther(from: "client" | "backend", code: number, reason: string) {
  const legs = { client: createFakeLeg(), backend: createFakeLeg() };
  openRelay({
    ...legs,
    revision: CHAT,
    route: ROUTE,
    connection: CONNECTION,
    observer: createRecordingObserver(),
    clock: createFakeClock(),
    observeOnly: false,
    registry: createRelayRegistry().registry,
  });
  legs[from].peerCloses(code, reason);
  return legs[from === "client" ? "backend" : "client"].closedWith;
}

const { module, route: ROUTE } = chatApi();
const CHAT = {
  module,
  hooks: null,
  codecs: (): never => {
    throw new Error("the chat API is JSON only");
  },
};
const CONNECTION = {
  connectionId: "c",
  api: "Chat",
  revision: "r",
  routeId: ROUTE.id,
  parameters: {},
};
