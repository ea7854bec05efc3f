import type { RawFraming } from "./framing.ts";
import type { Flow, RawApi, RawMessage, RawRoute } from "./raw-api.ts";
import type { Mutation } from "./mutations.ts";
import type { Oracle } from "./oracle.ts";
import { isRightPlace, type ProbeOptions } from "./probe.ts";
import type { SdkPair, SdkRoute } from "./sdk-client.ts";
import type { Subject } from "./subject.ts";

/** A value that a client of the package sent or was given, for the type checker to look at. */
export interface SdkValue {
  readonly connectName: string;
  readonly direction: Flow;
  readonly name: string;
  readonly value: unknown;
}

/** What a generated client did with what plain ajv takes and refuses. */
export interface SdkTally {
  sent: number;
  received: number;
  refused: number;
  readonly wrong: string[];
  readonly values: SdkValue[];
}

/** One route of a generated client, about to be tried. */
export interface SdkTrial {
  readonly subject: Subject;
  readonly api: RawApi;
  readonly route: RawRoute;
  readonly sdk: SdkRoute;
  readonly framing: RawFraming;
  readonly oracle: Oracle;
  readonly options: ProbeOptions;
  readonly tally: SdkTally;
}

/** A trial with an open connection. */
export interface SdkSession extends SdkTrial {
  readonly pair: SdkPair;
}

/** A message with one fault, and what it is called in the table of what went wrong. */
export interface Faulty {
  readonly message: RawMessage;
  readonly mutation: Mutation;
  readonly label: string;
}

/** How long a message may take from one end to the other, in milliseconds. */
export const WAIT_MS = 3000;

/** Waits until something is so; false: it was not in time. */
export async function comesTrue(
  is: () => boolean,
  changes: () => Promise<unknown>,
): Promise<boolean> {
  for (const deadline = performance.now() + WAIT_MS; !is(); await changes()) {
    if (performance.now() > deadline) {
      return false;
    }
  }
  return true;
}

/** Null where a fault was found where ajv finds it, else the places where ajv finds it. */
export function misplaced(
  { route, oracle }: SdkTrial,
  direction: Flow,
  { message, mutation }: Faulty,
  pointer: string | null,
): string | null {
  const { faults } = oracle.judge(route.flows[direction], direction, mutation.value);
  const own = faults.get(message) ?? [];
  return isRightPlace(pointer, { mutation, own, faults: [...faults.values()].flat() })
    ? null
    : own.slice(0, 3).join(" or ");
}

/** What was thrown, in words. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
