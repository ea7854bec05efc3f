import { Buffer } from "node:buffer";
import type { Endpoint } from "./endpoint.ts";
import { letOthersRead } from "./let-others-read.ts";
import { mismatches } from "./mismatches.ts";
import type { ProtocolCase } from "./protocol-case.ts";
import type { DocumentName, Pair, Rig } from "./rig.ts";
import type { WireRole } from "./wire.ts";

/** Where a case runs. */
export interface Place {
  readonly rig: Rig;
  /** The part that the attacker plays. */
  readonly role: WireRole;
  readonly document: DocumentName;
  /** How long the gateway may take over any step, in milliseconds. */
  readonly stepMs: number;
}

/** Runs one case; gives what went wrong, in sentences. */
export async function runCase(
  given: ProtocolCase,
  { rig, role, document, stepMs }: Place,
): Promise<readonly string[]> {
  const writes = given.writes(role);
  const early = given.isEarly ? writes.slice(0, 1) : [];
  const extension = given.extension?.[role] ?? null;
  const pair = await rig.open({ role, document, early: Buffer.concat(early), extension });
  try {
    for (const bytes of writes.slice(early.length)) {
      await pair.attacker.write(bytes);
      await letOthersRead();
    }
    await end(given, pair, stepMs);
    const ended = await Promise.all([
      hasEnded(pair.attacker, stepMs),
      hasEnded(pair.other, stepMs),
    ]);
    return mismatches(given, role, {
      attacker: pair.attacker.seen,
      other: pair.other.seen,
      areBothEnded: ended.every((isEnded) => isEnded),
    });
  } finally {
    pair.attacker.destroy();
    pair.other.destroy();
  }
}

async function end(given: ProtocolCase, { attacker, other }: Pair, stepMs: number) {
  const { end: how, forwarded, pongs } = given;
  switch (how.kind) {
    case "goesOn":
      await attacker.until(
        ({ messages, pongs: answers, isEnded }) =>
          isEnded || (messages.length >= forwarded.length && answers.length >= pongs.length),
        stepMs,
      );
      attacker.close(1000);
      return;
    case "closes":
      attacker.hasClosed();
      return;
    case "cut":
      await other.until(({ messages }) => messages.length >= forwarded.length, stepMs);
      attacker.cut(how.how);
      return;
    case "refused":
  }
}

function hasEnded(endpoint: Endpoint, stepMs: number): Promise<boolean> {
  return endpoint.until(({ isEnded }) => isEnded, stepMs);
}
