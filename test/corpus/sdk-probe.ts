import { framingOf } from "./framing.ts";
import { FLOWS, type Flow, type RawApi, type RawMessage } from "./raw-api.ts";
import type { Oracle } from "./oracle.ts";
import type { ProbeOptions } from "./probe.ts";
import { loadSdk, openSdkPair } from "./sdk-client.ts";
import { probeReceiving } from "./sdk-receiving.ts";
import { probeSending } from "./sdk-sending.ts";
import { wordsOf, type SdkSession, type SdkTally, type SdkTrial } from "./sdk-session.ts";
import { validValues } from "./stimuli.ts";
import type { Subject } from "./subject.ts";

/** Where a client is tried: through a gateway that observes, so that only the client itself can refuse. */
export interface SdkSubject {
  readonly subject: Subject;
  readonly directory: string;
}

/** Drives every route of a generated client both ways and compares what it lets pass with plain ajv. */
export async function probeSdk(
  { subject, directory }: SdkSubject,
  api: RawApi,
  oracle: Oracle,
  options: ProbeOptions,
): Promise<SdkTally> {
  const tally: SdkTally = { sent: 0, received: 0, refused: 0, wrong: [], values: [] };
  const routes = await loadSdk(directory);
  for (const route of api.routes) {
    const sdk = routes.find(({ path }) => path === route.path);
    if (sdk === undefined) {
      tally.wrong.push(`SDK: nothing connects to ${route.path}`);
    } else {
      const framing = framingOf(route);
      const trial = { subject, api, route, sdk, framing, oracle, options, tally };
      await probeRoute(trial).catch((error: unknown) => {
        tally.wrong.push(`SDK ${route.path}: ${wordsOf(error)}`);
      });
    }
  }
  return tally;
}

async function probeRoute(trial: SdkTrial): Promise<void> {
  const session = { ...trial, pair: await openSdkPair(trial.subject, trial) };
  try {
    for (const direction of FLOWS) {
      const seen = new Set<string>();
      for (const message of trial.route.flows[direction].messages) {
        const { name, schema } = message;
        const address = JSON.stringify([schema?.file ?? name, schema?.path]);
        if (!seen.has(address)) {
          seen.add(address);
          await probeMessage(session, direction, message);
        }
      }
    }
  } finally {
    await session.pair.close();
  }
}

async function probeMessage(
  session: SdkSession,
  direction: Flow,
  message: RawMessage,
): Promise<void> {
  const { oracle, options } = session;
  const isOpaque = message.kind === "bytes" || message.kind === "text";
  if (!isOpaque && (message.kind === "unjudged" || oracle.unjudgeable(message) !== null)) {
    return;
  }
  const found = validValues(message, direction, oracle, options.samples);
  const values = isOpaque ? [opaqueValue(message, found)] : found;
  if (values.length > 0) {
    const probe = direction === "clientToServer" ? probeSending : probeReceiving;
    await probe(session, message, values);
  }
}

/** Text without a schema to speak of, or bytes. */
function opaqueValue(message: RawMessage, found: readonly unknown[]): unknown {
  if (message.kind === "bytes") {
    return new Uint8Array([0, 255, 1, 254, 2, 253]);
  }
  return [...message.examples, ...found].find((one) => typeof one === "string") ?? "text";
}
