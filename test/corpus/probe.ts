import {
  FLOWS,
  type Flow,
  type RawApi,
  type RawFlow,
  type RawMessage,
  type RawRoute,
} from "./raw-api.ts";
import { handshakeOf } from "./handshake.ts";
import { mutationsOf, type Mutation } from "./mutations.ts";
import type { Oracle } from "./oracle.ts";
import { fateOf, openPair, type Fate, type Frame, type Pair } from "./pair.ts";
import { validValues } from "./stimuli.ts";
import type { Subject } from "./subject.ts";

/** What was tried on one document and what went other than plain ajv says. */
export interface Tally {
  messagesChecked: number;
  framesAccepted: number;
  mutationsRefused: number;
  mutationsAccepted: number;
  readonly wrong: string[];
  /** Messages that could not be judged, and why. */
  readonly unjudged: string[];
}

export interface ProbeOptions {
  /** Single-fault neighbours tried for each message. */
  readonly mutations: number;
  /** Values to try where neither examples nor the generator have one that fits; the oracle judges them all. */
  readonly samples: readonly unknown[];
}

/** Drives every route of a running gateway both ways and compares each verdict with the oracle's. */
export async function probe(
  subject: Subject,
  api: RawApi,
  oracle: Oracle,
  options: ProbeOptions,
): Promise<Tally> {
  const tally: Tally = {
    messagesChecked: 0,
    framesAccepted: 0,
    mutationsRefused: 0,
    mutationsAccepted: 0,
    wrong: [],
    unjudged: [],
  };
  for (const route of api.routes) {
    const session: Session = { subject, route, api, oracle, options, tally, pair: null };
    for (const flow of FLOWS) {
      await probeFlow(session, flow).catch((error: unknown) => {
        tally.wrong.push(
          `${route.path} ${flow}: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    }
    session.pair?.close();
  }
  return tally;
}

interface Session {
  readonly subject: Subject;
  readonly route: RawRoute;
  readonly api: RawApi;
  readonly oracle: Oracle;
  readonly options: ProbeOptions;
  readonly tally: Tally;
  pair: Pair | null;
}

async function probeFlow(session: Session, direction: Flow): Promise<void> {
  const flow = session.route.flows[direction];
  const seen = new Set<string>();
  for (const message of flow.messages) {
    const address =
      message.schema === null
        ? message.name
        : JSON.stringify([message.schema.file, message.schema.path]);
    if (!seen.has(address)) {
      seen.add(address);
      await probeMessage(session, direction, flow, message);
    }
  }
  if (flow.anything) {
    await expectAccepted(session, direction, textFrame("whatever"), "any text");
  } else if (flow.messages.length === 0) {
    await expectRefused(
      session,
      direction,
      textFrame('{"framegate":"probe"}'),
      null,
      "no message is declared",
    );
  }
}

async function probeMessage(
  session: Session,
  direction: Flow,
  flow: RawFlow,
  message: RawMessage,
): Promise<void> {
  const { tally, oracle } = session;
  if (message.kind === "bytes" || message.kind === "text") {
    await probeOpaque(session, direction, message);
    return;
  }
  const reason = message.kind === "unjudged" ? "not JSON" : oracle.unjudgeable(message);
  const values =
    reason === null ? validValues(message, direction, oracle, session.options.samples) : [];
  if (values.length === 0) {
    tally.unjudged.push(`${message.name}: ${reason ?? "no valid value was found"}`);
    return;
  }
  tally.messagesChecked += 1;
  for (const value of values) {
    await expectAccepted(session, direction, jsonFrame(value), message.name);
  }
  for (const mutation of mutationsOf(values[0], session.options.mutations)) {
    await probeMutation(session, direction, flow, message, mutation);
  }
}

async function probeMutation(
  session: Session,
  direction: Flow,
  flow: RawFlow,
  message: RawMessage,
  mutation: Mutation,
): Promise<void> {
  const verdict = session.oracle.judge(flow, direction, mutation.value);
  const opaque = flow.messages.some(({ kind }) => kind === "text" || kind === "unjudged");
  const unsure =
    opaque || flow.messages.some((other) => session.oracle.unjudgeable(other) !== null);
  const frame = jsonFrame(mutation.value);
  const label = `${message.name}${mutation.pointer} ${mutation.what}`;
  if (verdict.accepted) {
    await expectAccepted(session, direction, frame, label);
    session.tally.mutationsAccepted += 1;
  } else if (!unsure) {
    const faults = [...verdict.faults.values()].flat();
    const own = verdict.faults.get(message) ?? [];
    await expectRefused(session, direction, frame, { mutation, own, faults }, label);
  }
}

/** Text without a schema to speak of, or bytes: any frame of the right kind passes. */
async function probeOpaque(session: Session, direction: Flow, message: RawMessage): Promise<void> {
  const bytes = Buffer.from([0, 255, 1, 254, 2, 253]);
  const written = message.examples.find((example) => typeof example === "string");
  const [text] = validValues(message, direction, session.oracle, session.options.samples);
  const sample = typeof written === "string" ? written : text;
  const frame =
    message.kind === "bytes"
      ? { binary: true, bytes }
      : textFrame(typeof sample === "string" ? sample : "text");
  session.tally.messagesChecked += 1;
  await expectAccepted(session, direction, frame, message.name);
}

interface Expected {
  readonly mutation: Mutation;
  readonly own: readonly string[];
  readonly faults: readonly string[];
}

async function expectAccepted(
  session: Session,
  direction: Flow,
  frame: Frame,
  label: string,
): Promise<void> {
  const fate = await send(session, direction, frame);
  if (fate === "forwarded") {
    session.tally.framesAccepted += 1;
    return;
  }
  const why = fate === "nothing" ? "it is gone" : `${fate.code} ${fate.detail}`;
  session.tally.wrong.push(`${arrow(direction)} ${label}: valid, yet not forwarded: ${why}`);
}

async function expectRefused(
  session: Session,
  direction: Flow,
  frame: Frame,
  expected: Expected | null,
  label: string,
): Promise<void> {
  const fate = await send(session, direction, frame);
  if (typeof fate === "string") {
    session.tally.wrong.push(`${arrow(direction)} ${label}: invalid, yet not refused: ${fate}`);
    return;
  }
  session.tally.mutationsRefused += 1;
  if (expected !== null && !isRightPlace(fate.pointer, expected)) {
    const where = fate.pointer ?? "no pointer";
    session.tally.wrong.push(
      `${arrow(direction)} ${label}: refused at ${where}, expected ${expected.own.slice(0, 3).join(" or ")}`,
    );
  }
}

async function send(session: Session, direction: Flow, frame: Frame): Promise<Fate> {
  const { client, backend } = await pairOf(session);
  const isUp = direction === "clientToServer";
  const ends = isUp ? { from: client, to: backend } : { from: backend, to: client };
  const fate = await fateOf(session.subject, ends, frame);
  if (isUp && fate !== "forwarded") {
    // A refused client may be on its way out; the next frame must not travel on its socket.
    session.pair?.close();
    session.pair = null;
  }
  return fate;
}

/** Where ajv finds a fault of this message, or on the way from the root to what was changed. */
function isRightPlace(pointer: string | null, { mutation, own, faults }: Expected): boolean {
  if (pointer === null) {
    return false;
  }
  const onTheWay = mutation.pointer === pointer || mutation.pointer.startsWith(`${pointer}/`);
  const below = pointer.startsWith(`${mutation.pointer}/`);
  return own.includes(pointer) || ((onTheWay || below) && (faults.includes(pointer) || below));
}

async function pairOf(session: Session): Promise<Pair> {
  const { pair } = session;
  if (
    pair !== null &&
    pair.client.closed.code === null &&
    pair.backend.closed.code === null &&
    isOpen(pair)
  ) {
    return pair;
  }
  pair?.close();
  session.pair = null;
  const fresh = await openPair(session.subject, handshakeOf(session.api, session.route));
  session.pair = fresh;
  return fresh;
}

function isOpen(pair: Pair): boolean {
  return pair.client.socket.readyState === pair.client.socket.OPEN;
}

function arrow(direction: Flow): string {
  return direction === "clientToServer" ? "c→s" : "s→c";
}

function textFrame(text: string): Frame {
  return { binary: false, bytes: Buffer.from(text) };
}

function jsonFrame(value: unknown): Frame {
  return textFrame(JSON.stringify(value));
}
