import { expect } from "vitest";
import type { ClientSide } from "./client-side.ts";
import { expectFrame, expectSameFrame, idIn, withId } from "./frame-text.ts";
import { inTime } from "./in-time.ts";
import type { ScriptedConnection, ScriptedServer } from "./scripted-server.ts";
import { expectHandshake, type Stage } from "./stage.ts";
import type {
  CloseFrame,
  CloseStep,
  Connect,
  FrameText,
  Handshake,
  RawStep,
  ReceiveStep,
  Refused,
  SendStep,
  Step,
  Vector,
} from "./vector.ts";

/** Who is looked at, and what stands around them. */
export interface Cast {
  readonly client: ClientSide;
  readonly stage: Stage;
  /** Whether the client sends the vector's bytes and not JSON of its own. */
  readonly isExact: boolean;
  /** Why a step cannot be played with this cast; null: it can. */
  readonly whyNot: (step: Step) => string | null;
}

/** Plays a vector; fails where somebody does not do what it says. */
export async function runVector({ connect, steps }: Vector, cast: Cast): Promise<void> {
  const run = new Run(cast, connect);
  if (await run.connect()) {
    for (const step of steps) {
      if (cast.whyNot(step) === null) await run.play(step);
    }
  }
  await run.finish();
}

/** Handshakes of connections that the vector does not know. */
async function untaken({ connections }: ScriptedServer): Promise<readonly unknown[]> {
  const left = Array.from({ length: connections.waiting }, () => connections.next());
  return (await Promise.all(left)).map(({ handshake }) => handshake);
}

class Run {
  readonly #cast: Cast;
  readonly #connect: Connect;
  #connection: ScriptedConnection | null = null;
  /** The last id that the client made. */
  #id: unknown = "<id>";

  constructor(cast: Cast, connect: Connect) {
    this.#cast = cast;
    this.#connect = connect;
  }

  /** False: the client was to be refused, and was. */
  async connect(): Promise<boolean> {
    const { client, stage } = this.#cast;
    const { refused, rejects } = this.#connect;
    if (refused === undefined && rejects === undefined) {
      await client.open(this.#connect);
      await this.#accepted(this.#connect.handshake);
      return true;
    }
    await stage.willRefuse(this.#connect);
    const isAsked = await client.refused(this.#connect);
    if (!stage.hasGateway && isAsked) {
      this.#expectHandshake(await stage.server.handshakes.next(), this.#connect.handshake);
    }
    return false;
  }

  async play(raw: Step): Promise<void> {
    const { client, stage } = this.#cast;
    const step = withId(raw, this.#id);
    switch (step.do) {
      case "send":
      case "raw":
        return this.#send(step);
      case "receive":
        return this.#receive(step);
      case "request":
        client.request(step);
        return this.#got(step.frame, step.idAt);
      case "unanswered":
        return client.unanswered(step);
      case "question":
        client.willAnswer(step);
        this.#server.send(step.frame);
        await client.answer(step);
        return this.#got(step.reply);
      case "close":
        if (step.by === "gateway" && stage.hasGateway) stage.drain();
        return this.#close(step);
    }
  }

  async finish(): Promise<void> {
    const { client, stage } = this.#cast;
    expect(await client.finish()).toEqual([]);
    // A frame that was sent comes before the end.
    if (this.#connection !== null) await this.#over(this.#connection);
    expect(this.#connection?.frames.waiting ?? 0).toBe(0);
    expect(await untaken(stage.server)).toEqual([]);
    expect(stage.finish()).toEqual([]);
  }

  async #send(step: SendStep | RawStep): Promise<void> {
    const { client, stage } = this.#cast;
    if (!(await client.send(step))) return;
    if (step.refused === undefined) {
      await this.#got(step.frame);
      await this.#observed(step.observed);
      return;
    }
    await stage.refused(step.refused);
    await client.told(step.refused);
  }

  async #receive(step: ReceiveStep): Promise<void> {
    const { client, stage } = this.#cast;
    this.#server.send(step.frame);
    if (stage.hasGateway && step.refused !== undefined) await stage.refused(step.refused);
    await this.#observed(step.observed);
    await client.receive(step, step.refused === undefined || !stage.hasGateway);
  }

  async #close(step: CloseStep): Promise<void> {
    const { client, stage } = this.#cast;
    const old = this.#server;
    client.close(step);
    if (step.by === "server" || (!stage.hasGateway && step.by !== "client")) {
      old.close(stage.hasGateway ? (step.backend ?? step.wire) : step.wire);
    }
    const ended = client.ended(step);
    if (step.reconnects !== undefined && !(stage.hasGateway && step.by === "gateway")) {
      const handshake = step.reconnects.handshake ?? this.#connect.handshake;
      await Promise.all([this.#accepted(handshake), ended]);
    }
    await ended;
    const found = await this.#over(old);
    if (step.by === "client" && step.wire !== "cut") {
      expect(found).toEqual({ code: step.wire.code, reason: step.wire.reason ?? "" });
    }
    await this.#observed(step.observed);
    expect(old.frames.waiting).toBe(0);
    if (step.reconnects === undefined) this.#connection = null;
  }

  async #observed(observed: Refused | undefined): Promise<void> {
    const { stage } = this.#cast;
    if (stage.hasGateway && observed !== undefined) await stage.refused(observed);
  }

  async #accepted(handshake: Handshake): Promise<void> {
    const { server } = this.#cast.stage;
    this.#connection = await server.connections.next();
    this.#expectHandshake(await server.handshakes.next(), handshake);
  }

  #expectHandshake(found: Required<Handshake>, wanted: Handshake): void {
    const { stage } = this.#cast;
    expectHandshake(found, stage.hasGateway ? (this.#connect.forwarded ?? wanted) : wanted);
    // Behind a gateway the path is the backend's.
    if (!stage.hasGateway) expect(found.path).toBe(wanted.path);
  }

  async #got(frame: FrameText, idAt?: string): Promise<void> {
    const found = await this.#server.frames.next();
    this.#id = idAt === undefined ? this.#id : idIn(found, idAt);
    (this.#cast.isExact ? expectSameFrame : expectFrame)(found, withId(frame, this.#id));
  }

  #over({ closed }: ScriptedConnection): Promise<CloseFrame> {
    return inTime("the end of the server's connection", closed);
  }

  get #server(): ScriptedConnection {
    if (this.#connection === null) throw new Error("the vector has no open connection here");
    return this.#connection;
  }
}
