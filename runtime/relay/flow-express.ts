import type { Express, FrameKind, Leg } from "../frames/leg.ts";
import type { Lane } from "../messages/lane.ts";
import type { ConnectionLabel, MessageCounter, Observer } from "../observe/observer.ts";
import { AnswerCounters } from "./answer-counters.ts";
import type { PreparedFlow } from "./prepared-route.ts";

/** The direction of a relay that an express belongs to. */
export interface ExpressFlow {
  readonly prepared: PreparedFlow;
  readonly label: ConnectionLabel;
  readonly observer: Observer;
  /** Nothing waits that a message would overtake, and the connection has not ended. */
  readonly isClear: boolean;
  /** A run of messages went to the other leg. */
  forwarded(): void;
  failed(cause: unknown): void;
}

/** The short way of one direction of a relay; null where every message has to be decoded, or told to somebody. */
export function createFlowExpress(flow: ExpressFlow, to: Leg): Express | null {
  const { text, binary } = flow.prepared.lanes;
  const hasLane = text !== null || binary !== null;
  return hasLane && flow.observer.messageCounter !== null ? new FlowExpress(flow, to) : null;
}

/** Nothing in here may cost more than the message itself: no allocation, no look-up by name, no clock. */
class FlowExpress implements Express {
  readonly to: Leg;
  readonly #flow: ExpressFlow;
  readonly #text: CountedLane | null;
  readonly #binary: CountedLane | null;

  constructor(flow: ExpressFlow, to: Leg) {
    this.to = to;
    this.#flow = flow;
    const { text, binary } = flow.prepared.lanes;
    this.#text = text && countedLane(text, flow);
    this.#binary = binary && countedLane(binary, flow);
  }

  accepts(kind: FrameKind, bytes: Uint8Array, start: number, end: number): boolean {
    const lane = kind === "text" ? this.#text : this.#binary;
    if (lane === null || !this.#flow.isClear) return false;
    try {
      const answer = lane.lane.accept(bytes, start, end);
      if (answer < 0) return false;
      const counter = lane.counters.of(answer) ?? this.#counterOf(lane, answer);
      if (counter === null) return false;
      counter.add(end - start);
      return true;
    } catch (cause) {
      this.#flow.failed(cause);
      return false;
    }
  }

  forwarded(): void {
    this.#flow.forwarded();
  }

  /** Made with the first message, so that there is no series of messages that never came. */
  #counterOf({ lane, counters }: CountedLane, answer: number): MessageCounter | null {
    if (counters.of(answer) === null) return null;
    const passenger = lane.passenger(answer);
    const { label, observer, prepared } = this.#flow;
    const counter =
      passenger === null
        ? null
        : (observer.messageCounter?.(
            label,
            prepared.flow,
            passenger.operationId,
            passenger.messageId,
          ) ?? null);
    counters.keep(answer, counter);
    return counter;
  }
}

/** A lane and who counts its passengers; filled as they come. */
interface CountedLane {
  readonly lane: Lane;
  readonly counters: AnswerCounters;
}

/** Connections of one route count in the same place. */
const countersOf = new WeakMap<Observer, WeakMap<PreparedFlow, Map<Lane, CountedLane>>>();

function countedLane(lane: Lane, { observer, prepared }: ExpressFlow): CountedLane {
  const flows = countersOf.get(observer) ?? new WeakMap<PreparedFlow, Map<Lane, CountedLane>>();
  countersOf.set(observer, flows);
  const lanes = flows.get(prepared) ?? new Map<Lane, CountedLane>();
  flows.set(prepared, lanes);
  const counted = lanes.get(lane) ?? { lane, counters: new AnswerCounters() };
  lanes.set(lane, counted);
  return counted;
}
