import { expect } from "vitest";
import type { ClientSide } from "./client-side.ts";
import { payloadOf } from "./frame-text.ts";
import { placesOf } from "./raw-client.ts";
import {
  authOf,
  errorOf,
  listenTo,
  valuesOf,
  type AnyClient,
  type Ears,
  type SdkRoute,
} from "./sdk-client.ts";
import type { CloseStep, Connect, Delivery, QuestionStep, SendStep } from "./vector.ts";

/** Pauses of at most so many milliseconds before a client connects again. */
const PAUSE_MS = 8;

/** How the SDK is used. */
export interface SdkUse {
  readonly url: string;
  /** false: what it sends goes unchecked, for somebody else to refuse. */
  readonly isChecked: boolean;
}

/** The client of a vector played by a generated SDK: its functions are called, its promises and listeners looked at. */
export function createSdkSide(route: SdkRoute, use: SdkUse): ClientSide {
  return new SdkSide(route, use);
}

class SdkSide implements ClientSide {
  readonly #route: SdkRoute;
  readonly #use: SdkUse;
  readonly #questions = new Map<string, Promise<unknown>>();
  #client: AnyClient | null = null;
  #ears: Ears | null = null;
  #isOver = false;

  constructor(route: SdkRoute, use: SdkUse) {
    this.#route = route;
    this.#use = use;
  }

  async open(connect: Connect): Promise<void> {
    this.#client = await this.#connect(connect);
    this.#ears = listenTo(this.#client, this.#route.table);
  }

  async refused(connect: Connect): Promise<boolean> {
    const { rejects, refused } = connect;
    const error = await errorOf(this.#connect(connect));
    if (rejects !== undefined && this.#use.isChecked) {
      expect(error.code).toBe(rejects.code);
      if (rejects.problems !== undefined) {
        const [first = ""] = placesOf(rejects.problems);
        expect(this.#placeOf(error.pointer)).toBe(first);
      }
      return false;
    }
    expect(error).toMatchObject({
      code: refused?.code,
      status: refused?.status,
      retry: refused?.retry,
      retryAfterMs: refused?.retryAfter === undefined ? null : refused.retryAfter * 1000,
    });
    expect(placesOf(error.problems)).toEqual(placesOf(refused?.problems));
    return true;
  }

  async send(step: SendStep): Promise<boolean> {
    const { message, payload, topic, refused } = step;
    const options = topic === undefined ? {} : { topic };
    const sent = this.#open.send[message]?.(payloadOf(payload), options);
    if (sent === undefined) throw new Error(`the SDK has no message "${message}"`);
    if (refused === undefined || !this.#use.isChecked) {
      await sent;
      return true;
    }
    const error = await errorOf(sent);
    expect({ code: error.code, pointer: error.pointer }).toEqual({
      code: refused.code,
      pointer: refused.pointer ?? null,
    });
    if (error.pointer !== null) {
      expect(await this.#next()).toEqual({ invalid: message, pointer: error.pointer });
    }
    return false;
  }

  async told({ told, closes }: Parameters<ClientSide["told"]>[0]): Promise<void> {
    if (told !== undefined) {
      expect(await this.#next()).toMatchObject({ payload: told });
    }
    if (closes !== undefined) {
      const state = await this.#listening.states.next();
      expect(state).toMatchObject({ kind: "closed", code: closes });
      this.#isOver = true;
    }
  }

  async receive(step: Parameters<ClientSide["receive"]>[0], isForwarded: boolean): Promise<void> {
    const { delivers, settles = {} } = step;
    if (!isForwarded) return;
    for (const wanted of delivers) {
      const found = await this.#next();
      if ("notAMessage" in wanted) {
        expect(found).not.toHaveProperty("message");
        continue;
      }
      expect(found).toEqual(
        "message" in wanted ? { ...wanted, payload: payloadOf(wanted.payload) } : wanted,
      );
    }
    for (const [name, payload] of Object.entries(settles)) {
      expect(await this.#question(name)).toEqual(payloadOf(payload));
      this.#questions.delete(name);
    }
  }

  request({ as, operation, payload, timeoutMs }: Parameters<ClientSide["request"]>[0]): void {
    const options = timeoutMs === undefined ? {} : { timeoutMs };
    const asked = this.#open.request[operation]?.(payloadOf(payload), options);
    if (asked === undefined) throw new Error(`the SDK has no operation "${operation}"`);
    asked.catch(() => undefined);
    this.#questions.set(as, asked);
  }

  async unanswered({ request, code }: Parameters<ClientSide["unanswered"]>[0]): Promise<void> {
    const error = await errorOf(this.#question(request));
    expect(error.code).toBe(code);
    this.#questions.delete(request);
  }

  willAnswer({ operation, question, answer }: QuestionStep): void {
    const stop = this.#open.answer?.[operation]?.((found: unknown) => {
      stop?.();
      expect(found).toEqual(payloadOf(question));
      return payloadOf(answer);
    });
    if (stop === undefined) throw new Error(`the SDK is not asked "${operation}"`);
  }

  async answer({ question }: QuestionStep): Promise<void> {
    // Whoever listens to the question's message is told of it too.
    expect(await this.#next()).toMatchObject({ payload: payloadOf(question) });
  }

  close({ by, wire }: CloseStep): void {
    if (by === "client" && wire !== "cut") {
      void this.#open.close(wire.code ?? undefined, wire.reason);
    }
  }

  async ended({ by, wire, reconnects, ends }: CloseStep): Promise<void> {
    const { states } = this.#listening;
    let state = await states.next();
    if (state.kind === "closing") state = await states.next();
    const code = wire === "cut" ? 1006 : (wire.code ?? 1005);
    if (reconnects === undefined) {
      this.#isOver = true;
      expect(state).toMatchObject({ kind: "closed", code });
      const error = state.kind === "closed" ? state.error : null;
      expect({ code: error?.code ?? null, retry: error?.retry }).toEqual({
        code: ends?.code ?? null,
        retry: ends?.retry,
      });
      return;
    }
    expect(state).toMatchObject({
      kind: "reconnecting",
      error: { code: reconnects.code, retry: reconnects.retry, closeCode: code },
    });
    if (state.kind === "reconnecting") {
      const afterMs = reconnects.afterMs ?? 0;
      expect(state.delayMs).toBeGreaterThanOrEqual(afterMs);
      expect(state.delayMs).toBeLessThanOrEqual(afterMs + PAUSE_MS);
    }
    if (by !== "gateway") expect((await states.next()).kind).toBe("open");
  }

  async finish(): Promise<readonly unknown[]> {
    if (this.#client === null) return [];
    if (!this.#isOver) await this.#client.close();
    const { deliveries } = this.#listening;
    return [
      ...this.#questions.keys(),
      ...(await Promise.all(Array.from({ length: deliveries.waiting }, () => deliveries.next()))),
    ];
  }

  #connect({ parameters, auth }: Connect): Promise<AnyClient> {
    const { connect, table } = this.#route;
    return connect(valuesOf(table, parameters), {
      url: this.#use.url,
      auth: authOf(auth),
      validate: { outgoing: this.#use.isChecked ? "enforce" : "off" },
      reconnect: { baseMs: PAUSE_MS, maxMs: PAUSE_MS },
      onError: (error) => {
        throw error;
      },
    });
  }

  get #open(): AnyClient {
    if (this.#client === null) throw new Error("the vector has no open connection here");
    return this.#client;
  }

  get #listening(): Ears {
    if (this.#ears === null) throw new Error("the vector has no open connection here");
    return this.#ears;
  }

  #next(): Promise<Delivery> {
    return this.#listening.deliveries.next();
  }

  #question(name: string): Promise<unknown> {
    const asked = this.#questions.get(name);
    if (asked === undefined) throw new Error(`the vector asks no question "${name}"`);
    return asked;
  }

  /** `query name` of a pointer into the object of parameters. */
  #placeOf(pointer: string | null): string | null {
    const entry = this.#route.table.parameters.find(
      ({ key }) => pointer === `/${key}` || pointer?.startsWith(`/${key}/`) === true,
    );
    return entry === undefined ? pointer : `${entry.in} ${entry.name}`;
  }
}
