import type { Buffer } from "node:buffer";
import type { Seen } from "./endpoint.ts";
import type { CaseEnd, ProtocolCase } from "./protocol-case.ts";
import type { WireClose, WireMessage } from "./strict-reader.ts";
import type { WireRole } from "./wire.ts";

/** What both ends saw until both were ended. */
export interface Outcome {
  readonly attacker: Seen;
  readonly other: Seen;
  readonly areBothEnded: boolean;
}

/** How an outcome differs from what a case wants, in sentences; none: it does not. */
export function mismatches(
  given: ProtocolCase,
  role: WireRole,
  { attacker, other, areBothEnded }: Outcome,
): readonly string[] {
  const { end, forwarded, pongs } = given;
  const isWhole = end.kind === "goesOn";
  const wantsAttackerClose = end.kind === "cut" ? null : closeOfAttacker(end);
  return [
    ...(attacker.violation === null ? [] : [`the attacker was sent ${attacker.violation}`]),
    ...(other.violation === null ? [] : [`the other leg was sent ${other.violation}`]),
    ...compare("messages of the other leg", other.messages, forwarded, true),
    ...compare("echoes", attacker.messages, forwarded, isWhole),
    ...compare("pongs", attacker.pongs, pongs, isWhole),
    ...compare("pings of the other leg", other.pings, [], true),
    ...compare("pongs of the other leg", other.pongs, [], true),
    ...(wantsAttackerClose === null
      ? []
      : compareClose("attacker", withoutEchoedReason(attacker, end), wantsAttackerClose)),
    ...compareClose("other leg", other, closeOfOther(end, role)),
    ...(areBothEnded ? [] : ["a connection was still open at the end"]),
  ];
}

/** `isWhole`: all must be there; otherwise the connection may have ended before the rest came. */
function compare(
  what: string,
  found: readonly Shown[],
  wanted: readonly Shown[],
  isWhole: boolean,
): readonly string[] {
  const wrongAt = found.findIndex((one, index) => !isSame(one, wanted[index]));
  if (wrongAt !== -1) {
    const expected = wanted[wrongAt];
    const told = expected === undefined ? "nothing more" : show(expected);
    return [
      `${what}: number ${wrongAt + 1} is ${show(found[wrongAt] ?? expected)}, expected ${told}`,
    ];
  }
  if (!isWhole || found.length === wanted.length) return [];
  return [`${what}: ${found.length} came, expected ${wanted.length}`];
}

/** A message, or the payload of a control frame. */
type Shown = WireMessage | Buffer;

function isSame(one: Shown, other: Shown | undefined): boolean {
  if (other === undefined || kindOf(one) !== kindOf(other)) return false;
  return bytesOf(one).equals(bytesOf(other));
}

function show(one: Shown | undefined): string {
  if (one === undefined) return "nothing";
  const bytes = bytesOf(one);
  return `${kindOf(one)} of ${bytes.length} bytes ${bytes.subarray(0, 40).toString("hex")}`;
}

function kindOf(one: Shown): string {
  return "kind" in one ? one.kind : "a payload";
}

function bytesOf(one: Shown): Buffer {
  return "kind" in one ? one.payload : one;
}

function compareClose(who: string, { close }: Seen, wanted: WireClose): readonly string[] {
  const isSame = close !== null && close.code === wanted.code && close.reason === wanted.reason;
  if (isSame) return [];
  const found = close === null ? "no close frame" : showClose(close);
  return [`close of the ${who}: found ${found}, expected ${showClose(wanted)}`];
}

/** Section 5.5.1: who answers a close frame typically echoes its code; whether the reason too is not said. */
function withoutEchoedReason(seen: Seen, end: CaseEnd): Seen {
  const { close } = seen;
  if (end.kind !== "closes" || close === null || close.reason !== "") return seen;
  return { ...seen, close: { code: close.code, reason: end.reason } };
}

function showClose({ code, reason }: WireClose): string {
  return `${code ?? "no code"} "${reason}"`;
}

function closeOfAttacker(end: Exclude<CaseEnd, { readonly kind: "cut" }>): WireClose {
  switch (end.kind) {
    case "goesOn":
      return { code: 1000, reason: "" };
    case "closes":
      return { code: end.code, reason: end.reason };
    case "refused":
      return { code: end.code, reason: JSON.stringify({ e: end.refusal }) };
  }
}

/** The table of docs/frames.md, "Closing": a client hears of a bad backend, a backend that its client has gone. */
function closeOfOther(end: CaseEnd, attacker: WireRole): WireClose {
  switch (end.kind) {
    case "goesOn":
      return { code: 1000, reason: "" };
    case "closes":
      return { code: end.code, reason: end.reason };
    case "cut":
      return attacker === "client" ? GOING_AWAY : badGateway("BACKEND_UNAVAILABLE");
    case "refused": {
      const isBroken = end.refusal === "PROTOCOL_ERROR" || end.refusal === "TEXT_INVALID";
      return attacker === "server" && isBroken ? badGateway("BACKEND_REFUSED") : GOING_AWAY;
    }
  }
}

const GOING_AWAY: WireClose = { code: 1001, reason: "" };

function badGateway(refusal: string): WireClose {
  return { code: 1014, reason: JSON.stringify({ e: refusal }) };
}
