import type { Hooks } from "../../runtime/hooks/types.ts";
import { openRelay, type Relay } from "../../runtime/relay/relay.ts";
import { type ChatChanges, chatApi } from "../helpers/chat-api.ts";
import { createFakeClock, type FakeClock } from "../helpers/fake-clock.ts";
import { createFakeLeg, type FakeLeg } from "../helpers/fake-leg.ts";
import { createRecordingObserver, type RecordingObserver } from "../helpers/recording-observer.ts";
import { createRelayRegistry } from "../helpers/relay-registry.ts";

/** A relay between two legs in memory. */
export interface RelayFixture {
  /** `closed` settles when both legs have ended. */
  readonly relay: Relay & { readonly closed: Promise<void> };
  readonly client: FakeLeg;
  readonly backend: FakeLeg;
  readonly clock: FakeClock;
  readonly observer: RecordingObserver;
}

/** Opens a relay over the chat API. */
export function relayFixture(
  changes: ChatChanges & { readonly hooks?: Hooks; readonly observeOnly?: boolean } = {},
): RelayFixture {
  const { module, route } = chatApi(changes);
  const client = createFakeLeg();
  const backend = createFakeLeg();
  const clock = createFakeClock();
  const observer = createRecordingObserver();
  const { registry, closed } = createRelayRegistry();
  const relay = openRelay({
    client,
    backend,
    revision: {
      module,
      hooks: changes.hooks ?? null,
      codecs: () => {
        throw new Error("the chat API is JSON only");
      },
    },
    route,
    connection: {
      connectionId: "c1",
      api: "Chat",
      revision: "r1",
      routeId: route.id,
      parameters: { room: "blue" },
    },
    observer,
    clock,
    observeOnly: changes.observeOnly ?? false,
    registry,
  });
  return { relay: Object.assign(relay, { closed }), client, backend, clock, observer };
}

/** Lets what was promised happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** A hook that the test ends. */
export function slowHook(): { readonly hook: () => Promise<void>; readonly end: () => void } {
  let end = (): void => {};
  const hook = (): Promise<void> =>
    new Promise((resolve) => {
      end = resolve;
    });
  return { hook, end: () => end() };
}
