import { compileChecks } from "../../../generator/checks/index.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import { sampleOf } from "../../../generator/samples/sample.ts";
import type { Fault } from "../../../runtime/contract/v1.ts";
import { inputOf, runChecks } from "../../checks/run-checks.ts";
import { valueChecksOf } from "../../checks/value/run-value-checks.ts";
import { Dice } from "../acceptors/random.ts";
import { spoilValue } from "../acceptors/spoil-value.ts";

/** What was compared so far. */
export interface ValueTally {
  inputs: number;
  valid: number;
  /** Both refuse. */
  refused: number;
  /** Of these, with the same pointer; the same words for what was expected; the same keyword; all alike. */
  samePointer: number;
  sameExpected: number;
  sameKeyword: number;
  sameFault: number;
  /** One ran out of its allowance. */
  costly: number;
  differentCount: number;
  readonly different: Difference[];
  /** Some faults that are not alike. */
  readonly unlike: Difference[];
}

/** One value of which the two say something else. */
export interface Difference {
  readonly subject: string;
  readonly schema: unknown;
  readonly value: unknown;
  readonly formats: boolean;
  readonly gateway: Fault | null;
  readonly sdk: Fault | null;
}

/** Schemas of one API and the names of those that messages have. */
export interface ValueSubjects {
  readonly name: string;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly messages: readonly string[];
  readonly sabotage?: (code: string) => string;
}

const MAX_KEPT = 20;
/** Values of one message that take all their allowance: more would take all the time. */
const MAX_COSTLY = 2;

export function createValueTally(): ValueTally {
  const counts = { inputs: 0, valid: 0, refused: 0, samePointer: 0, sameExpected: 0 };
  return {
    ...counts,
    ...{ sameKeyword: 0, sameFault: 0, costly: 0, differentCount: 0 },
    different: [],
    unlike: [],
  };
}

/** Compares what the gateway and an SDK say of `count` values of each message, both ways. */
export function compareValues(
  subjects: ValueSubjects,
  { count, seed }: { readonly count: number; readonly seed: number },
  tally: ValueTally,
): void {
  const { name, schemas, messages, sabotage } = subjects;
  const gateway = runChecks(compileChecks(inputOf(schemas, messages)));
  const sdk = valueChecksOf(schemas, sabotage);
  for (const [index, message] of messages.entries()) {
    const dice = new Dice(seed + index);
    const make = valueMaker(message, schemas, dice);
    const check = sdk(message);
    const last = tally.costly + MAX_COSTLY;
    for (let round = 0; round < count && tally.costly < last; round += 1) {
      const value = make();
      const formats = round % 3 !== 0;
      const checks = formats ? gateway.clientChecks : gateway.serverChecks;
      const said = {
        subject: `${name} ${message}`,
        schema: schemas[message],
        value,
        formats,
        gateway: checks[message]?.(value) ?? null,
        sdk: check(value, formats),
      };
      note(said, tally);
    }
  }
}

/** Values that fit the schema, mostly with something spoiled. */
function valueMaker(
  message: string,
  schemas: Readonly<Record<string, JsonSchema>>,
  dice: Dice,
): () => unknown {
  const samples = Array.from({ length: 12 }, (_none, seed) => sampleOf(message, schemas, { seed }));
  return () => {
    let value: unknown = samples[dice.below(samples.length)];
    for (let spoils = dice.below(4); spoils > 0; spoils -= 1) {
      value = spoilValue(value, dice);
    }
    return value;
  };
}

function note(said: Difference, tally: ValueTally): void {
  const { gateway, sdk } = said;
  tally.inputs += 1;
  if (gateway?.keyword === "cost" || sdk?.keyword === "cost") {
    tally.costly += 1;
    return;
  }
  if ((gateway === null) !== (sdk === null)) {
    tally.differentCount += 1;
    if (tally.different.length < MAX_KEPT) tally.different.push(said);
  }
  if (gateway === null || sdk === null) {
    tally.valid += 1;
    return;
  }
  const isSame = (key: keyof Fault): boolean => gateway[key] === sdk[key];
  tally.refused += 1;
  tally.samePointer += isSame("pointer") ? 1 : 0;
  tally.sameExpected += isSame("expected") ? 1 : 0;
  tally.sameKeyword += isSame("keyword") ? 1 : 0;
  if (isSame("pointer") && isSame("expected") && isSame("keyword") && isSame("found")) {
    tally.sameFault += 1;
  } else if (tally.unlike.length < MAX_KEPT) {
    tally.unlike.push(said);
  }
}
