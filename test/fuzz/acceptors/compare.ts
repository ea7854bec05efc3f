import { sampleOf } from "../../../generator/samples/sample.ts";
import type { Subject } from "./compile-subject.ts";
import { Dice } from "./random.ts";
import { spoilValue } from "./spoil-value.ts";
import { spoilBytes, writeText } from "./write-text.ts";

/** What came of comparing acceptors with the authority. */
export interface Tally {
  inputs: number;
  /** Inputs that the authority takes for one message, and how many of those the acceptor knew. */
  valid: number;
  accepted: number;
  /** Plain valid samples: compact or indented JSON of a sample, nothing changed. */
  samples: number;
  acceptedSamples: number;
  /** Inputs where the acceptor said what is wrong, each with its subject; the first few. */
  readonly unsound: {
    readonly subject: string;
    readonly text: string;
    readonly said: readonly number[];
    readonly right: readonly number[];
  }[];
  unsoundCount: number;
  /** Inputs of which JavaScript and WebAssembly do not say the same, each with its subject; the first few. */
  readonly unlike: { readonly subject: string; readonly text: string }[];
  unlikeCount: number;
}

export function createTally(): Tally {
  return {
    inputs: 0,
    valid: 0,
    accepted: 0,
    samples: 0,
    acceptedSamples: 0,
    unsound: [],
    unsoundCount: 0,
    unlike: [],
    unlikeCount: 0,
  };
}

const SAMPLES = 4;
const MAX_SHOWN = 20;
/** What stands around the bytes in their buffer, in turns: what an acceptor must not mind. */
const AROUND = [Buffer.from('1"}]]} ,0'), Buffer.alloc(0)] as const;

/** Runs `count` inputs through a subject. */
export function compareSubject(subject: Subject, count: number, seed: number, tally: Tally): void {
  const dice = new Dice(seed);
  const samples = samplesOf(subject, dice);
  for (const sample of samples) {
    for (const indent of [0, 2]) {
      const { isValid, isAccepted } = compareBytes(
        subject,
        Buffer.from(JSON.stringify(sample, null, indent)),
        tally,
      );
      tally.samples += isValid ? 1 : 0;
      tally.acceptedSamples += isValid && isAccepted ? 1 : 0;
    }
  }
  for (let done = samples.length * 2; done < count; done += 1) {
    const sample = samples[dice.below(samples.length)];
    const value = dice.once(3) ? sample : spoilValue(sample, dice);
    const text = writeText(value, dice);
    compareBytes(subject, dice.once(3) ? spoilBytes(text, dice) : Buffer.from(text), tally);
  }
}

function samplesOf({ schemas, schemaNames }: Subject, dice: Dice): readonly unknown[] {
  const samples: unknown[] = [];
  for (const name of new Set(schemaNames.filter((one) => one !== null))) {
    for (let turn = 0; turn < SAMPLES; turn += 1) {
      const sample = sampleOf(name, schemas, { seed: dice.below(10_000) });
      if (sample !== undefined) samples.push(sample);
    }
  }
  return samples.length === 0 ? [{ a: 1 }] : samples;
}

function compareBytes(
  subject: Subject,
  bytes: Buffer,
  tally: Tally,
): { readonly isValid: boolean; readonly isAccepted: boolean } {
  const around = AROUND[tally.inputs % 2 === 0 ? 0 : 1];
  const framed = Buffer.concat([around, bytes, around]);
  const [start, end] = [around.length, around.length + bytes.length];
  const said = subject.accept(framed, start, end);
  compareTwins(subject, said, subject.twin(framed, start, end), { text: bytes, tally });
  const right = subject.authority(framed, start, end);
  const isValid = right.length > 0;
  const isAccepted = said.length > 0;
  const isSame = said.length === right.length && said.every((index) => right.includes(index));
  tally.inputs += 1;
  tally.valid += isValid ? 1 : 0;
  tally.accepted += isAccepted && isSame ? 1 : 0;
  if (isAccepted && !isSame) {
    tally.unsoundCount += 1;
    if (tally.unsound.length < MAX_SHOWN) {
      tally.unsound.push({ subject: subject.name, text: bytes.toString("latin1"), said, right });
    }
  }
  return { isValid, isAccepted };
}

function compareTwins(
  { name }: Subject,
  said: readonly number[],
  twin: readonly number[],
  { text, tally }: { readonly text: Buffer; readonly tally: Tally },
): void {
  if (said.length === twin.length && said.every((entry, index) => entry === twin[index])) return;
  tally.unlikeCount += 1;
  if (tally.unlike.length < MAX_SHOWN) {
    tally.unlike.push({ subject: name, text: text.toString("latin1") });
  }
}
