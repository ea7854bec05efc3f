import type { MessageCounter } from "../observe/observer.ts";

/** Answers that are entries of a list, which has no holes that would make it slow. */
const FEW = 1024;
/** Other answers that are kept: a sender can make up one for each subset of the messages that look alike. */
const MAX_MORE = 4096;

/**
 * Who counts what an acceptor's answer stands for; null: nobody, the message takes the long way. Most answers are small
 * and are found in a list; those that stand for several messages may be any number, and are found in a map.
 */
export class AnswerCounters {
  readonly #few: (MessageCounter | null | undefined)[] = [];
  readonly #more = new Map<number, MessageCounter | null>();

  /** undefined: it is not kept. */
  of(answer: number): MessageCounter | null | undefined {
    return answer < FEW ? this.#few[answer] : this.#more.get(answer);
  }

  /** Keeps the counter of an answer, 0 or more; beyond some thousands, whoever asks has to make it again. */
  keep(answer: number, counter: MessageCounter | null): void {
    if (answer < FEW) this.#few[answer] = counter;
    else if (this.#more.size < MAX_MORE) this.#more.set(answer, counter);
  }
}
