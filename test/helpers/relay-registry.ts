import type { RelayRegistry } from "../../runtime/relay/relay.ts";

/** A registry for one relay, and what settles when that relay has ended. */
export function createRelayRegistry(): {
  readonly registry: RelayRegistry;
  readonly closed: Promise<void>;
} {
  let remove = (): void => {};
  const closed = new Promise<void>((resolve) => {
    remove = resolve;
  });
  return { registry: { add: () => {}, remove: () => remove() }, closed };
}
