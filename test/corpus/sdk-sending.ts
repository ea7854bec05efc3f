import { isDeepStrictEqual } from "node:util";
import { mutationsOf } from "./mutations.ts";
import type { Frame } from "./pair.ts";
import type { RawMessage } from "./raw-api.ts";
import { isRecord } from "./raw-document.ts";
import { plainName } from "./sdk-client.ts";
import {
  comesTrue,
  misplaced,
  wordsOf,
  type Faulty,
  type SdkSession,
  type SdkTrial,
} from "./sdk-session.ts";

/** Sends what ajv takes, and what it does not, by the client's function for a message. */
export async function probeSending(
  session: SdkSession,
  message: RawMessage,
  values: readonly unknown[],
): Promise<void> {
  const { tally, oracle, options, route, sdk } = session;
  const [first] = values;
  const name = await senderOf(session, message, first);
  if (name === null) {
    return;
  }
  for (const value of values) {
    await expectSent(session, name, value, name);
    tally.values.push({
      connectName: sdk.connectName,
      direction: "clientToServer",
      name,
      value,
    });
  }
  const alike = route.flows.clientToServer.messages.filter(
    (other) => plainName(other.name) === plainName(message.name),
  );
  const mutations = message.kind === "json" ? mutationsOf(first, options.mutations) : [];
  for (const mutation of mutations) {
    const label = `${name}${mutation.pointer} ${mutation.what}`;
    if (alike.some((other) => oracle.accepts(other, "clientToServer", mutation.value))) {
      await expectSent(session, name, mutation.value, label);
    } else {
      await expectUnsent(session, name, { message, mutation, label });
    }
  }
  if (mutations.length > 0) {
    // What was refused has not left either: the next frame that arrives is this one.
    await expectSent(session, name, first, `${name} after its mutations`);
  }
}

/** The function that sends a message: of those that are called like it, the first that takes its value. */
async function senderOf(
  session: SdkSession,
  message: RawMessage,
  value: unknown,
): Promise<string | null> {
  const names = Object.keys(session.pair.client.send);
  const wanted = [plainName(message.key), plainName(message.name)];
  const alike = wanted.flatMap((one) => names.filter((name) => plainName(name) === one));
  const near = names.filter((name) => wanted.some((one) => plainName(name).startsWith(one)));
  let first: string | null = null;
  for (const name of new Set([...alike, ...near, ...(near.length > 0 ? [] : names)])) {
    const error = await sendAndArrive(session, name, value);
    if (error === null) {
      return name;
    }
    first ??= `send.${name} rejects: ${wordsOf(error)}`;
  }
  session.tally.wrong.push(
    `SDK c→s ${message.name}: valid, yet ${first ?? "nothing sends it"} ${JSON.stringify(value).slice(0, 200)}`,
  );
  return null;
}

/** Null where it arrived, else why not. */
async function sendAndArrive({ pair }: SdkSession, name: string, value: unknown): Promise<unknown> {
  const before = pair.backend.received.length;
  try {
    await pair.client.send[name]?.(value);
  } catch (error) {
    return error;
  }
  const isThere = await comesTrue(
    () => pair.backend.received.length > before,
    () => pair.backend.changes(),
  );
  return isThere ? null : new Error("it is sent and does not arrive");
}

async function expectSent(
  session: SdkSession,
  name: string,
  value: unknown,
  label: string,
): Promise<void> {
  const { pair, tally } = session;
  const before = pair.backend.received.length;
  const error = await sendAndArrive(session, name, value);
  const frame = pair.backend.received[before];
  if (error !== null || frame === undefined) {
    tally.wrong.push(`SDK c→s ${label}: valid, yet ${wordsOf(error)}`);
  } else if (!isSent(session, frame, value)) {
    const found = frame.bytes.toString().slice(0, 120);
    tally.wrong.push(`SDK c→s ${label}: what arrives is another message: ${found}`);
  } else {
    tally.sent += 1;
  }
}

function isSent({ framing }: SdkTrial, frame: Frame, value: unknown): boolean {
  if (value instanceof Uint8Array) {
    return frame.binary && frame.bytes.equals(value);
  }
  if (typeof value === "string" && frame.bytes.toString() === value) {
    return true;
  }
  const read = framing.read(frame.bytes.toString());
  // Members that can have one value only are put there by the client.
  return isDeepStrictEqual(read, isRecord(read) && isRecord(value) ? { ...read, ...value } : value);
}

async function expectUnsent(session: SdkSession, name: string, faulty: Faulty): Promise<void> {
  const { pair, tally, oracle } = session;
  const { message, mutation, label } = faulty;
  const before = pair.backend.received.length;
  const error = await sendAndArrive(session, name, mutation.value);
  const frame = pair.backend.received[before];
  if (error === null && frame !== undefined) {
    // Without a member that can have one value only it is still the message: the client puts it there.
    const isFilled =
      mutation.what === "removed" &&
      oracle.accepts(message, "clientToServer", session.framing.read(frame.bytes.toString()));
    if (!isFilled) {
      tally.wrong.push(`SDK c→s ${label}: invalid, yet it is sent`);
    }
    return;
  }
  const pointer =
    error instanceof Error && "pointer" in error && typeof error.pointer === "string"
      ? error.pointer
      : null;
  const expected = misplaced(session, "clientToServer", faulty, pointer);
  if (expected !== null) {
    const found = pointer === null ? wordsOf(error) : `"${pointer}"`;
    tally.wrong.push(`SDK c→s ${label}: refused at ${found}, expected "${expected}"`);
    return;
  }
  tally.refused += 1;
}
