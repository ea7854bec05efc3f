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
    ...compare("messages of the other leg", other.messages.map(show), forwarded.map(show), true),
    ...compare("echoes", attacker.messages.map(show), forwarded.map(show), isWhole),
    ...compare("pongs", attacker.pongs.map(hex), pongs.map(hex), isWhole),
    ...compare("pings of the other leg", other.pings.map(hex), [], true),
    ...compare("pongs of the other leg", other.pongs.map(hex), [], true),
    ...(wantsAttackerClose === null ? [] : compareClose("attacker", attacker, wantsAttackerClose)),
    ...compareClose("other leg", other, closeOfOther(end, role)),
    ...(areBothEnded ? [] : ["a connection was still open at the end"]),
  ];
}

/** `isWhole`: all must be there; otherwise the connection may have ended before the rest came. */
function compare(
  what: string,
  found: readonly string[],
  wanted: readonly string[],
  isWhole: boolean,
): readonly string[] {
  const isSame =
    (isWhole ? found.length === wanted.length : found.length <= wanted.length) &&
    found.every((one, index) => one === wanted[index]);
  if (isSame) return [];
  return [
    `${what}: found ${list(found)}, expected ${isWhole ? "" : "no more than "}${list(wanted)}`,
  ];
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "none" : `[${items.map((item) => item.slice(0, 80)).join(", ")}]`;
}

function compareClose(who: string, { close }: Seen, wanted: WireClose): readonly string[] {
  const isSame = close !== null && close.code === wanted.code && close.reason === wanted.reason;
  if (isSame) return [];
  const found = close === null ? "no close frame" : showClose(close);
  return [`close of the ${who}: found ${found}, expected ${showClose(wanted)}`];
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

function show({ kind, payload }: WireMessage): string {
  return `${kind} of ${payload.length} bytes ${hex(payload)}`;
}

function hex(payload: Buffer): string {
  return payload.toString("hex");
}
