import type { Fault, Flow } from "../../../runtime/contract/v1.ts";
import type { ApiModel, Message } from "../../model/api.ts";
import { PatternTests } from "../../samples/pattern-tests.ts";
import { sampleOf } from "../../samples/sample.ts";
import type { BareApi } from "./api-document.ts";
import { createJudged } from "./judged.ts";
import { neutralised } from "./sensitive.ts";

/** Says what is wrong with a value as a message; null: nothing. */
export type LiveCheck = (messageId: string, flow: Flow, value: unknown) => Fault | null;

/** Samples of one message that a compiled API carries at most. */
const MAX_SAMPLES = 8;

/**
 * The compiled API with a few values of each message that its check lets pass: the document's own examples
 * without what is `sensitive` in them, else one that is generated. A message of which no such value is known has none.
 */
export function withSamples(api: BareApi, model: ApiModel, check: LiveCheck): BareApi {
  const isJudged = createJudged(model.schemas);
  const patterns = new PatternTests();
  const byId = new Map(model.messages.map((message) => [message.id, message]));
  const messages = Object.entries(api.messages).map(([id, compiled]) => {
    const message = byId.get(id);
    const samples =
      message === undefined ? [] : samplesOf(message, model, { check, isJudged, patterns });
    return [id, { ...compiled, samples }] as const;
  });
  return { ...api, messages: Object.fromEntries(messages) };
}

interface Judging {
  readonly check: LiveCheck;
  /** The sampler has judged its values by all of that schema; compiling its check here would take long. */
  readonly isJudged: (schema: string) => boolean;
  readonly patterns: PatternTests;
}

function samplesOf(
  message: Message,
  model: ApiModel,
  { check, isJudged, patterns }: Judging,
): readonly unknown[] {
  // Formats are asserted on clients' frames: what passes there passes both ways.
  const passes = (value: unknown): boolean => check(message.id, "clientToServer", value) === null;
  const made = makerOf(message, model, patterns);
  const pointers = message.sensitive;
  const examples = message.examples
    .filter(passes)
    .map((example) => neutralised(example, { pointers, made, passes }))
    .filter((example) => example !== undefined)
    .slice(0, MAX_SAMPLES);
  if (examples.length > 0) {
    return examples;
  }
  const { schema } = message.payload;
  const sample = made();
  const isKnown = schema !== null && isJudged(schema);
  return sample !== undefined && (isKnown || passes(sample)) ? [sample] : [];
}

/** Makes a value from the schema alone when it is first asked for. */
function makerOf(
  { payload: { schema } }: Message,
  model: ApiModel,
  patterns: PatternTests,
): () => unknown {
  let made: { readonly value: unknown } | null = null;
  return () => {
    made ??= {
      value: schema === null ? ANY_BYTES : sampleOf(schema, model.schemas, { seed: 1, patterns }),
    };
    return made.value;
  };
}

/** A payload without a schema is opaque bytes; samples write bytes as one character each. */
const ANY_BYTES = "\u0000\u0001\u00FE\u00FF";
