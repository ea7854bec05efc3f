/**
 * What checking one frame may cost. A schema can ask for work that doubles with each level of a
 * frame, and nobody can tell from the schema alone; so checks pay for their work as they go, and a
 * frame whose allowance is spent is refused. A unit is some 10 ns of CPU: what each kind of work pays
 * was measured on texts and schemas made to take long, and is rather too much than too little.
 * Reading a frame takes from the same allowance, so that one that is dear to read may cost less to check.
 */

import type { AjvError } from "./v1.ts";

/** A frame of at most this many bytes has the least allowance; a larger one as much more. */
const SMALL_FRAME = 131_072;
/** The least allowance, some 15 ms. */
export const LEAST_FUEL = 1_500_000;
/** What a fault pays that a check finds and a check around it passes on. */
const FAULT_UNITS = 48;

interface Fuel {
  /** Units that are left; negative: the frame is refused. */
  left: number;
  /** Ends work whose allowance is spent; what nobody pays for goes on. */
  readonly end: () => void;
  /** The errors of a validator behind those that its caller has already, in place, and paid for. */
  readonly join: (known: AjvError[] | null, more: readonly AjvError[]) => readonly AjvError[];
}

/** Thrown by `FUEL.end` through a check, and caught by `paid`. */
class OutOfFuel extends Error {
  override readonly name = "OutOfFuel";
}

/** The one allowance: checks are synchronous, and one frame is checked at a time. */
export const FUEL: Fuel = {
  left: LEAST_FUEL,
  end: () => {
    if (isPaid) {
      throw new OutOfFuel("the allowance is spent");
    }
  },
  join: (known, more) => {
    spend(FAULT_UNITS + more.length);
    if (known === null) {
      return more;
    }
    for (const error of more) {
      known.push(error);
    }
    return known;
  },
};

/** A frame is being judged: its checks share one allowance. */
let isShared = false;
/** A check runs. */
let isPaid = false;

/** Pays for work, or ends it where that was more than is left. */
export function spend(units: number): void {
  FUEL.left -= units;
  if (FUEL.left < 0) {
    FUEL.end();
  }
}

/** Gives a frame of so many bytes one allowance for all that is checked until `endFrame`. */
export function beginFrame(bytes: number): void {
  refuel(bytes);
  isShared = true;
}

/** The frame is judged. */
export function endFrame(): void {
  isShared = false;
}

/** Gives a frame of so many bytes one allowance for all that `judge` checks. */
export function withFuel<T>(bytes: number, judge: () => T): T {
  beginFrame(bytes);
  try {
    return judge();
  } finally {
    endFrame();
  }
}

/**
 * What `work` says of a value; `otherwise` where it costs more than is left. Work that is not about
 * a frame has an allowance of its own.
 */
export function paid<In, Place, Out>(
  work: (value: In, place?: Place) => Out,
  otherwise: (value: In) => Out,
): (value: In, place?: Place) => Out {
  return (value, place) => {
    if (!isShared) {
      refuel(0);
    } else if (FUEL.left < 0) {
      return otherwise(value);
    }
    isPaid = true;
    try {
      return work(value, place);
    } catch (error) {
      // References may lead through more functions than the stack holds: that, too, is too much.
      if (error instanceof OutOfFuel || error instanceof RangeError) {
        return otherwise(value);
      }
      throw error;
    } finally {
      isPaid = false;
    }
  };
}

function refuel(bytes: number): void {
  FUEL.left = bytes <= SMALL_FRAME ? LEAST_FUEL : Math.ceil((LEAST_FUEL * bytes) / SMALL_FRAME);
}
