/**
 * Two legs that relay both ways as a gateway does: some messages go the short way, some are told and sent on, at once
 * or later; who writes to a slow peer waits.
 */
import { Buffer, isUtf8 } from "node:buffer";

import type { FrameKind, Leg } from "../../../runtime/frames/leg.ts";
import { createFakeClock } from "../../helpers/fake-clock.ts";
import { Dice } from "../acceptors/random.ts";
import { copyChunk } from "./chunks.ts";
import type { MakeLeg } from "./engine-legs.ts";
import { readWritten } from "./frame-bytes.ts";
import { MemoryWire } from "./memory-wire.ts";
import { chunksOf, nextTurn } from "./run-stream.ts";
import type { FuzzStream } from "./streams.ts";
import { messageText, Recorder, type Trace } from "./trace.ts";

/** A stream from each side, and what the relay does with them. */
export interface FuzzRelay {
  readonly client: FuzzStream;
  readonly backend: FuzzStream;
  /** Decides which messages are accepted, which wait, and who is slow when. */
  readonly seed: number;
  /** How many of 8 messages the short way takes. */
  readonly acceptedOf8: number;
  readonly isSlow: boolean;
}

/** What came of one direction. */
export interface RelayedFlow {
  /** What the sender's leg told, and was written to it; its messages are those that did not go the short way. */
  readonly sender: Trace;
  /** Messages that the other peer got, as an independent reader reads them. */
  readonly arrived: readonly string[];
  /** How many went the short way. */
  readonly expressed: number;
  readonly faults: readonly string[];
  /** The other peer was there to the end. */
  readonly isWhole: boolean;
}

type Role = FuzzStream["role"];
type Hold = "full" | "late" | "whim";

/** Bytes that may wait for a slow peer before who writes to it is held up. */
const HIGH_WATER_BYTES = 4_096;
/** One message in so many takes its time. */
const LATE_ONE_IN = 4;
/** After one accepted message in so many, reading is held up for no reason. */
const WHIM_ONE_IN = 16;

interface Late {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

class RelaySide {
  readonly role: Role;
  readonly wire: MemoryWire;
  readonly leg: Leg;
  readonly recorder: Recorder;
  readonly chunks: readonly Buffer[];
  /** What must never happen and did. */
  readonly faults: string[] = [];
  late: Late | null = null;
  expressed = 0;
  hasEnded = false;
  readonly #holds = new Set<Hold>();

  constructor(role: Role, relay: FuzzRelay, makeLeg: MakeLeg) {
    const { limits } = relay[role];
    this.role = role;
    this.wire = new MemoryWire(relay.isSlow);
    this.leg = makeLeg({ wire: this.wire, role, limits, clock: createFakeClock() });
    this.recorder = new Recorder(this.wire, role);
    this.chunks = chunksOf(relay[role]);
  }

  /** The peer has not gone, has not closed and was not refused. */
  get isOpen(): boolean {
    return this.recorder.told.length === 0 && !this.hasEnded && !this.wire.writableEnded;
  }

  has(hold: Hold): boolean {
    return this.#holds.has(hold);
  }

  hold(hold: Hold): void {
    this.#holds.add(hold);
    this.leg.pause();
  }

  release(hold: Hold): void {
    if (this.#holds.delete(hold) && this.#holds.size === 0) this.leg.resume();
  }

  end(): void {
    this.hasEnded = true;
    this.wire.arrivesEnd();
  }

  /** A leg that is paused tells no message and asks about none. */
  expectReading(): void {
    if (this.#holds.size > 0) this.faults.push(`a message came while the ${this.role} was paused`);
  }
}

/** Relays both streams and returns what came of each direction. */
export async function runRelay(relay: FuzzRelay, makeLeg: MakeLeg) {
  const dice = new Dice(relay.seed);
  const client = new RelaySide("client", relay, makeLeg);
  const backend = new RelaySide("backend", relay, makeLeg);
  join(client, backend, relay);
  join(backend, client, relay);
  await nextTurn();
  const most = Math.max(client.chunks.length, backend.chunks.length);
  for (let index = 0; index < most; index += 1) {
    for (const { wire, chunks } of [client, backend]) {
      const chunk = chunks[index];
      if (chunk !== undefined) wire.arrives(copyChunk(chunk, dice.below(8)));
    }
    if (dice.once(3)) happens(client, backend, dice);
    if (dice.once(3)) happens(backend, client, dice);
    if (dice.once(6)) await nextTurn();
  }
  if (dice.once(6)) client.end();
  if (dice.once(6)) backend.end();
  await settle(client, backend);
  const isWhole = { client: client.isOpen, backend: backend.isOpen };
  for (const side of [client, backend]) if (!side.hasEnded) side.end();
  await settle(client, backend);
  return {
    client: flowOf(client, backend, isWhole.backend),
    backend: flowOf(backend, client, isWhole.client),
  };
}

/** What comes from one side goes to the other. */
function join(from: RelaySide, to: RelaySide, { seed, acceptedOf8 }: FuzzRelay): void {
  const wait = (): void => {
    if (to.leg.unsentBytes > HIGH_WATER_BYTES) from.hold("full");
  };
  from.recorder.listenTo(from.leg, {
    express: {
      to: to.leg,
      accepts(kind, bytes, start, end) {
        from.expectReading();
        const payload = bytes.subarray(start, end);
        if (hashOf(payload, seed) % 8 >= acceptedOf8) return false;
        if (kind === "text" && !isUtf8(payload)) return false;
        from.expressed += 1;
        if (hashOf(payload, seed + 2) % WHIM_ONE_IN === 0) from.hold("whim");
        return true;
      },
      forwarded: wait,
    },
    message(kind, payload) {
      from.expectReading();
      from.recorder.messages.push(messageText(kind, payload));
      const copy = Buffer.from(payload);
      if (hashOf(payload, seed + 1) % LATE_ONE_IN === 0) {
        from.late = { kind, payload: copy };
        from.hold("late");
        return;
      }
      to.leg.send(kind, copy);
      wait();
    },
    drained: () => to.release("full"),
  });
}

/** One of the things that happen beside bytes that arrive. */
function happens(side: RelaySide, other: RelaySide, dice: Dice): void {
  switch (dice.below(4)) {
    case 0:
      side.wire.takeOne();
      return;
    case 1:
      sendLate(side, other);
      return;
    case 2:
      side.hold("whim");
      return;
    default:
      side.release("whim");
  }
}

function sendLate(side: RelaySide, other: RelaySide): boolean {
  const { late } = side;
  if (late === null) return false;
  side.late = null;
  other.leg.send(late.kind, late.payload);
  side.release("late");
  return true;
}

/** Everything is taken and sent, until nothing moves. */
async function settle(client: RelaySide, backend: RelaySide): Promise<void> {
  for (let quietTurns = 0; quietTurns < 4; quietTurns += 1) {
    if (moves(client, backend) || moves(backend, client)) quietTurns = 0;
    await nextTurn();
  }
  for (const side of [client, backend]) {
    if (side.has("full")) side.faults.push("the other leg did not say that it has drained");
  }
}

function moves(side: RelaySide, other: RelaySide): boolean {
  const isHeld = side.has("whim");
  const hasMoved = side.wire.takeOne() || sendLate(side, other) || isHeld;
  side.release("whim");
  // A leg that has closed does not say that it has drained: nothing more goes to it.
  if (!other.isOpen) side.release("full");
  return hasMoved;
}

function flowOf(from: RelaySide, to: RelaySide, isWhole: boolean): RelayedFlow {
  const arrived = readWritten(to.wire.taken, to.role)
    .filter(({ opcode }) => opcode < 8)
    .map(({ opcode, payload }) => messageText(opcode === 1 ? "text" : "binary", payload));
  const { expressed, faults } = from;
  return { sender: from.recorder.trace, arrived, expressed, faults, isWhole };
}

/** A number that depends on a message's bytes and the seed only. */
function hashOf(bytes: Uint8Array, seed: number): number {
  let hash = (seed ^ bytes.length) | 0;
  const step = 1 + (bytes.length >> 6);
  for (let at = 0; at < bytes.length; at += step)
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}
