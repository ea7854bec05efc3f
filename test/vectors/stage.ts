import { expect, onTestFinished } from "vitest";
import { startGateway } from "../../runtime/gateway.ts";
import type { RefusalEvent } from "../../runtime/observe/observer.ts";
import type { Revision } from "../../runtime/revisions/revision.ts";
import { createMailbox } from "../helpers/mailbox.ts";
import { startScriptedServer, type HttpAnswer, type ScriptedServer } from "./scripted-server.ts";
import type { Connect, Handshake, HandshakeRefused, Refused } from "./vector.ts";

/** What a client connects to: a scripted server, alone or behind a gateway. */
export interface Stage {
  readonly url: string;
  readonly server: ScriptedServer;
  readonly hasGateway: boolean;
  /** Before a client connects that is to be refused. */
  willRefuse(connect: Connect): Promise<void>;
  /** The gateway said no to a frame. Without a gateway nobody does. */
  refused(refused: Refused): Promise<void>;
  drain(): void;
  /** Refusals that nobody asked after. */
  finish(): readonly string[];
}

/** A scripted server alone: it says itself what a gateway would say. */
export async function directStage(): Promise<Stage> {
  const server = await startScriptedServer();
  return {
    url: server.url,
    server,
    hasGateway: false,
    async willRefuse({ refused }) {
      if (refused !== undefined) server.refuseNext(answerOf(refused));
    },
    refused: async () => {
      throw new Error("a frame that is wrong was sent, and there is no gateway here");
    },
    drain: () => undefined,
    finish: () => [],
  };
}

/** The gateway between the client and a scripted backend. */
export async function gatewayStage(revision: Revision): Promise<Stage> {
  const server = await startScriptedServer();
  const refusals = createMailbox<RefusalEvent>("a refusal by the gateway");
  const seen: RefusalEvent[] = [];
  const gateway = await startGateway({
    revisions: [revision],
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    drainSeconds: 2,
    backendOverrides: { production: server.url },
    onRefusal(event) {
      if (event.flow === null) return;
      seen.push(event);
      refusals.put(event);
    },
  });
  onTestFinished(() => gateway.close());
  return {
    url: `ws://127.0.0.1:${gateway.port}`,
    server,
    hasGateway: true,
    async willRefuse({ backend }) {
      if (backend === "refuses") server.refuseNext({ status: 403, headers: {}, body: "" });
      if (backend === "isDown") await server.stop();
    },
    async refused({ code, pointer, inFrame }) {
      const event = await refusals.next();
      expect({ code: event.code, pointer: event.pointer ?? null }).toEqual({
        code,
        pointer: inFrame ?? pointer ?? null,
      });
    },
    drain: () => void gateway.drain(),
    finish: () =>
      seen.slice(seen.length - refusals.waiting).map(({ code, detail }) => `${code}: ${detail}`),
  };
}

/** A gateway's answer to a handshake that it refuses: docs/refusals.md. */
function answerOf({ status, code, problems = [], retryAfter }: HandshakeRefused): HttpAnswer {
  const listed = problems.map((one) => ({ ...one, expected: "another value", found: "a value" }));
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    },
    body: JSON.stringify({ type: "about:blank", title: code, status, code, problems: listed }),
  };
}

/** Holds a handshake to the vector's: no parameter more or less, the headers that it names. */
export function expectHandshake(found: Required<Handshake>, wanted: Handshake): void {
  const { query = [], headers = {}, subprotocols = [] } = wanted;
  expect(found.query).toEqual(query);
  expect(found.headers).toMatchObject(headers);
  expect(found.subprotocols).toEqual(subprotocols);
}
