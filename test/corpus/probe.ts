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
    const session: Session = {
      subject,
      route,
      api,
      oracle,
      options,
      tally,
      sockets: { pair: null },
    };
    for (const flow of FLOWS) {
      await probeFlow(session, flow).catch((error: unknown) => {
        tally.wrong.push(
          `${route.path} ${flow}: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    }
    session.sockets.pair?.close();
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
  /** The open sockets, shared by both flows of the route. */
  readonly sockets: { pair: Pair | null };
}

/** One way on one route. */
interface FlowSession extends Session {
  readonly direction: Flow;
  readonly flow: RawFlow;
}

async function probeFlow(session: Session, direction: Flow): Promise<void> {
  const flow = session.route.flows[direction];
  const probed: FlowSession = { ...session, direction, flow };
  const seen = new Set<string>();
  for (const message of flow.messages) {
    const address = JSON.stringify([message.schema?.file ?? message.name, message.schema?.path]);
    if (!seen.has(address)) {
      seen.add(address);
      await probeMessage(probed, message);
    }
  }
  if (flow.anything) {
    await expectAccepted(probed, textFrame("whatever"), "any text");
  } else if (flow.messages.length === 0) {
    const frame = textFrame('{"framegate":"probe"}');
    await expectRefused(probed, frame, { label: "no message is declared", place: null });
  }
}

async function probeMessage(session: FlowSession, message: RawMessage): Promise<void> {
  const { tally, oracle, direction, options } = session;
  if (message.kind === "bytes" || message.kind === "text") {
    await probeOpaque(session, message);
    return;
  }
  const reason = message.kind === "unjudged" ? "not JSON" : oracle.unjudgeable(message);
  const values = reason === null ? validValues(message, direction, oracle, options.samples) : [];
  if (values.length === 0) {
    tally.unjudged.push(`${message.name}: ${reason ?? "no valid value was found"}`);
    return;
  }
  tally.messagesChecked += 1;
  for (const value of values) {
    await expectAccepted(session, jsonFrame(value), message.name);
  }
  for (const mutation of mutationsOf(values[0], options.mutations)) {
    await probeMutation(session, message, mutation);
  }
}

async function probeMutation(
  session: FlowSession,
  message: RawMessage,
  mutation: Mutation,
): Promise<void> {
  const { oracle, flow, direction, tally } = session;
  const verdict = oracle.judge(flow, direction, mutation.value);
  const isUnsure = flow.messages.some(
    (other) =>
      other.kind === "text" || other.kind === "unjudged" || oracle.unjudgeable(other) !== null,
  );
  const frame = jsonFrame(mutation.value);
  const label = `${message.name}${mutation.pointer} ${mutation.what}`;
  if (verdict.accepted) {
    await expectAccepted(session, frame, label);
    tally.mutationsAccepted += 1;
  } else if (!isUnsure) {
    const faults = [...verdict.faults.values()].flat();
    const own = verdict.faults.get(message) ?? [];
    await expectRefused(session, frame, { label, place: { mutation, own, faults } });
  }
}

/** Text without a schema to speak of, or bytes: any frame of the right kind passes. */
async function probeOpaque(session: FlowSession, message: RawMessage): Promise<void> {
  const { oracle, direction, options, tally } = session;
  const bytes = Buffer.from([0, 255, 1, 254, 2, 253]);
  const written = message.examples.find((example) => typeof example === "string");
  const [made] = validValues(message, direction, oracle, options.samples);
  const text = written ?? made;
  const frame =
    message.kind === "bytes"
      ? { binary: true, bytes }
      : textFrame(typeof text === "string" ? text : "text");
  tally.messagesChecked += 1;
  await expectAccepted(session, frame, message.name);
}

/** A refusal that must come, and where it must point; `place` null: anywhere. */
interface Expected {
  readonly label: string;
  readonly place: Place | null;
}

interface Place {
  readonly mutation: Mutation;
  /** Pointers of the faults that ajv finds in the intended message. */
  readonly own: readonly string[];
  /** Pointers of the faults that ajv finds in any message of the flow. */
  readonly faults: readonly string[];
}

async function expectAccepted(session: FlowSession, frame: Frame, label: string): Promise<void> {
  const { tally, direction } = session;
  const fate = await send(session, frame);
  if (fate === "forwarded") {
    tally.framesAccepted += 1;
    return;
  }
  const why = fate === "nothing" ? "it is gone" : `${fate.code} ${fate.detail}`;
  tally.wrong.push(`${arrow(direction)} ${label}: valid, yet not forwarded: ${why}`);
}

async function expectRefused(
  session: FlowSession,
  frame: Frame,
  { label, place }: Expected,
): Promise<void> {
  const { tally, direction } = session;
  const fate = await send(session, frame);
  if (typeof fate === "string") {
    tally.wrong.push(`${arrow(direction)} ${label}: invalid, yet not refused: ${fate}`);
    return;
  }
  tally.mutationsRefused += 1;
  if (place !== null && !isRightPlace(fate.pointer, place)) {
    const found = fate.pointer ?? "no pointer";
    const wanted = place.own.slice(0, 3).join(" or ");
    tally.wrong.push(`${arrow(direction)} ${label}: refused at ${found}, expected ${wanted}`);
  }
}

async function send(session: FlowSession, frame: Frame): Promise<Fate> {
  const { client, backend } = await pairOf(session);
  const isUp = session.direction === "clientToServer";
  const ends = isUp ? { from: client, to: backend } : { from: backend, to: client };
  const fate = await fateOf(session.subject, ends, frame);
  if (isUp && fate !== "forwarded") {
    // A refused client may be on its way out; the next frame must not travel on its socket.
    session.sockets.pair?.close();
    session.sockets.pair = null;
  }
  return fate;
}

/** Where ajv finds a fault of this message, or on the way from the root to what was changed. */
export function isRightPlace(pointer: string | null, { mutation, own, faults }: Place): boolean {
  if (pointer === null) {
    return false;
  }
  const onTheWay = mutation.pointer === pointer || mutation.pointer.startsWith(`${pointer}/`);
  const below = pointer.startsWith(`${mutation.pointer}/`);
  return own.includes(pointer) || ((onTheWay || below) && (faults.includes(pointer) || below));
}

async function pairOf(session: Session): Promise<Pair> {
  const { pair } = session.sockets;
  if (
    pair !== null &&
    pair.client.closed.code === null &&
    pair.backend.closed.code === null &&
    isOpen(pair)
  ) {
    return pair;
  }
  pair?.close();
  session.sockets.pair = null;
  const fresh = await openPair(session.subject, handshakeOf(session.api, session.route));
  session.sockets.pair = fresh;
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
