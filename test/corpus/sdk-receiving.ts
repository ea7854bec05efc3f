import { isDeepStrictEqual } from "node:util";
import { mutationsOf } from "./mutations.ts";
import type { RawMessage } from "./raw-api.ts";
import { follow, isRecord } from "./raw-document.ts";
import type { Told } from "./sdk-client.ts";
import { comesTrue, misplaced, type Faulty, type SdkSession } from "./sdk-session.ts";

const DIRECTION = "serverToClient";

/** Gives the client what ajv takes, and what it does not, as a backend that is not asked twice. */
export async function probeReceiving(
  session: SdkSession,
  message: RawMessage,
  values: readonly unknown[],
): Promise<void> {
  const { tally, options, oracle, route, sdk } = session;
  const flow = route.flows.serverToClient;
  for (const value of values) {
    const name = await expectReceived(session, message, value, message.name);
    if (name !== null) {
      tally.values.push({ connectName: sdk.connectName, direction: DIRECTION, name, value });
    }
  }
  const isUnsure =
    flow.anything ||
    flow.messages.some(
      (other) =>
        other.kind === "text" || other.kind === "unjudged" || oracle.unjudgeable(other) !== null,
    );
  for (const mutation of message.kind === "json" ? mutationsOf(values[0], options.mutations) : []) {
    const label = `${message.name}${mutation.pointer} ${mutation.what}`;
    if (flow.messages.some((other) => oracle.accepts(other, DIRECTION, mutation.value))) {
      await expectReceived(session, message, mutation.value, label);
    } else if (!isUnsure) {
      await expectRefused(session, { message, mutation, label });
    }
  }
}

/** The name of the listener that was told; null: none, or not of this. */
async function expectReceived(
  session: SdkSession,
  message: RawMessage,
  value: unknown,
  label: string,
): Promise<string | null> {
  const { tally, framing } = session;
  const told = await toldOf(session, message, value);
  const [first] = told;
  if (first === undefined || told.length > 1) {
    tally.wrong.push(`SDK s→c ${label}: valid, yet ${told.length} listeners are told`);
    return null;
  }
  if (first.name === "unknown" || first.name === "invalid") {
    const at = `${first.name} at "${first.pointer}"`;
    tally.wrong.push(`SDK s→c ${label}: valid, yet ${at} ${JSON.stringify(value).slice(0, 200)}`);
    return null;
  }
  const isRaw = mayBeText(session, message) && first.payload === framing.write(value);
  if (!isRaw && !isDeepStrictEqual(first.payload, value)) {
    const found = JSON.stringify(first.payload)?.slice(0, 120);
    tally.wrong.push(`SDK s→c ${label}: what is heard is another message: ${found}`);
    return null;
  }
  tally.received += 1;
  return isRaw ? null : first.name;
}

/** Where the document has raw text beside JSON, or does not say which it is, a listener may get the text of a frame. */
function mayBeText({ route }: SdkSession, { schema }: RawMessage): boolean {
  const written = schema === null ? undefined : follow(schema)?.value;
  const saysType = isRecord(written) && Object.keys(written).some((key) => TYPED.has(key));
  return !saysType || route.flows.serverToClient.messages.some(({ kind }) => kind === "text");
}

const TYPED = new Set(["type", "const", "enum", "oneOf", "anyOf", "allOf", "required"]);

async function expectRefused(session: SdkSession, faulty: Faulty): Promise<void> {
  const { tally } = session;
  const { message, mutation, label } = faulty;
  const [first, ...more] = await toldOf(session, message, mutation.value);
  if (first === undefined || more.length > 0 || !/^(unknown|invalid)$/.test(first.name)) {
    const heard = first === undefined ? "nobody is told" : `"${first.name}" hears it`;
    tally.wrong.push(`SDK s→c ${label}: invalid, yet ${heard}`);
    return;
  }
  const expected = misplaced(session, DIRECTION, faulty, first.pointer);
  if (expected !== null) {
    tally.wrong.push(
      `SDK s→c ${label}: ${first.name} at "${first.pointer}", expected "${expected}"`,
    );
    return;
  }
  tally.refused += 1;
}

/** Sends a value from the backend and waits for what the listeners are told of it. */
async function toldOf(
  { pair, framing }: SdkSession,
  message: RawMessage,
  value: unknown,
): Promise<readonly Told[]> {
  const before = pair.told.length;
  if (message.kind === "bytes") {
    pair.backend.socket.send(value instanceof Uint8Array ? value : "");
  } else {
    pair.backend.socket.send(message.kind === "text" ? String(value) : framing.write(value));
  }
  await comesTrue(() => pair.told.length > before, pair.changes);
  return pair.told.slice(before);
}
