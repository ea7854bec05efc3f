import type { GatewayOptions } from "../gateway-options.ts";
import type { MetricSnapshot } from "../observe/counters.ts";
import type { RevisionSource } from "../revisions/load-sources.ts";

export type { RevisionSource } from "../revisions/load-sources.ts";

/** The options of a gateway that can be sent to another process. */
export type WorkerOptions = Pick<
  GatewayOptions,
  | "host"
  | "port"
  | "backendOverrides"
  | "serverVariables"
  | "observeOnly"
  | "logLevel"
  | "drainSeconds"
>;

/** What the primary asks of a worker. */
export type ToWorker =
  | { readonly kind: "metrics"; readonly id: number }
  /** Only to workers that have no API of their own bundled. */
  | {
      readonly kind: "start";
      readonly sources: readonly RevisionSource[];
      readonly options: WorkerOptions;
    }
  | { readonly kind: "replace"; readonly sources: readonly RevisionSource[] }
  | { readonly kind: "drain" };

/** What a worker tells the primary. */
export type ToPrimary =
  /** It has no API of its own and waits for `start`; what is sent before this is lost. */
  | { readonly kind: "waiting" }
  | { readonly kind: "listening"; readonly port: number }
  /** A defect: it takes no connection any more, drains and ends. */
  | { readonly kind: "failing" }
  /** It cannot start, for a reason that another worker would have, too. */
  | { readonly kind: "failed"; readonly message: string }
  | {
      readonly kind: "metrics";
      readonly id: number;
      readonly snapshots: readonly MetricSnapshot[];
    };

/** Both ends are ours and of one version: a message is known by its kind. */
export function isToWorker(message: unknown): message is ToWorker {
  return isOneOf(message, ["metrics", "start", "replace", "drain"]);
}

/** See `isToWorker`. */
export function isToPrimary(message: unknown): message is ToPrimary {
  return isOneOf(message, ["waiting", "listening", "failing", "failed", "metrics"]);
}

function isOneOf(message: unknown, kinds: readonly string[]): boolean {
  return (
    typeof message === "object" &&
    message !== null &&
    "kind" in message &&
    typeof message.kind === "string" &&
    kinds.includes(message.kind)
  );
}
