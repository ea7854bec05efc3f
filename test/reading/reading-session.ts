import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { compileDocument } from "../../generator/compile.ts";
import { startGateway, type RunningGateway } from "../../runtime/gateway.ts";
import { loadCodecs } from "../../runtime/messages/codec/load.ts";
import type { RefusalEvent } from "../../runtime/observe/observer.ts";
import { createRevision, loadScript } from "../../runtime/revisions/load.ts";
import { frameOf, type CaseFrame, type ReadingCase } from "./reading-case.ts";

/** What became of a frame: it arrived byte for byte, or it was refused with an event. */
export type Outcome =
  { readonly kind: "arrived" } | { readonly kind: "refused"; readonly event: RefusalEvent };

/** A case's document compiled and served between real sockets. */
export interface ReadingSession {
  readonly paths: readonly string[];
  send(frame: CaseFrame): Promise<Outcome>;
  /** Status of a handshake. */
  connect(target: string, headers: Readonly<Record<string, string>>): Promise<number>;
  stop(): Promise<void>;
}

export async function openSession(readingCase: ReadingCase): Promise<ReadingSession> {
  const backend = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(backend, "listening");
  const { port } = backend.address() as AddressInfo;
  const paths: string[] = [];
  backend.on("connection", (_, request) => paths.push(request.url ?? ""));
  const refusals: RefusalEvent[] = [];
  const gateway = await serve(readingCase, port, (event) => {
    // What is only observed passes.
    if (event.action !== "observed") {
      refusals.push(event);
    }
  });
  const session: Session = { readingCase, backend, gateway, refusals };
  return {
    paths,
    send: (frame) => send(session, frame),
    connect: (target, headers) => statusOf(gateway, target, headers),
    async stop() {
      await gateway.close();
      backend.clients.forEach((socket) => socket.terminate());
      backend.close();
    },
  };
}

interface Session {
  readonly readingCase: ReadingCase;
  readonly backend: WebSocketServer;
  readonly gateway: RunningGateway;
  readonly refusals: RefusalEvent[];
}

async function serve(
  { name, document, backend }: ReadingCase,
  port: number,
  onRefusal: (event: RefusalEvent) => void,
): Promise<RunningGateway> {
  const text = document.replaceAll("BACKEND_PORT", `${port}`);
  const compiled = await compileDocument(
    { kind: "text", name: `${name}.yaml`, text },
    {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      perspective: null,
      alone: true,
      until: "gateway",
    },
  );
  if (compiled.gateway === null) {
    throw new Error(
      compiled.diagnostics.map(({ rule, message }) => `${rule}: ${message}`).join("\n"),
    );
  }
  const module = loadScript(compiled.gateway.script, name);
  return startGateway({
    revisions: [createRevision(module, null, await loadCodecs(module.api))],
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    onRefusal,
    backendOverrides: backend === "document" ? {} : { production: `ws://127.0.0.1:${port}` },
  });
}

async function send(session: Session, frame: CaseFrame): Promise<Outcome> {
  const target = frame.connect ?? session.readingCase.connect;
  const accepted = once(session.backend, "connection") as Promise<[WebSocket]>;
  const client = new WebSocket(session.gateway.url + target, {
    headers: session.readingCase.headers,
  });
  client.on("error", () => undefined);
  await once(client, "open");
  const [server] = await accepted;
  const [from, to] = frame.from === "client" ? [client, server] : [server, client];
  const { bytes, binary } = frameOf(frame);
  const before = session.refusals.length;
  const outcome = outcomeOf(session, to, bytes, before);
  from.send(bytes, { binary });
  try {
    return await outcome;
  } finally {
    client.terminate();
    server.terminate();
  }
}

async function outcomeOf(
  session: Session,
  to: WebSocket,
  bytes: Buffer,
  before: number,
): Promise<Outcome> {
  const arrived = once(to, "message").then(([data]): Outcome => {
    if (!(data instanceof Buffer) || !data.equals(bytes)) {
      throw new Error(`other bytes arrived: ${String(data)}`);
    }
    return { kind: "arrived" };
  });
  const refused = refusal(session, before).then((event): Outcome => ({ kind: "refused", event }));
  return Promise.race([arrived, refused]);
}

async function refusal(session: Session, before: number): Promise<RefusalEvent> {
  for (;;) {
    const event = session.refusals[before];
    if (event !== undefined) {
      return event;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function statusOf(
  gateway: RunningGateway,
  target: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(gateway.url + target, { headers });
    client.on("open", () => {
      client.terminate();
      resolve(101);
    });
    client.on("unexpected-response", (_, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    client.on("error", reject);
  });
}
