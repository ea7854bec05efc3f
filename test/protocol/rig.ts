import { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { compileDocument } from "../../generator/compile.ts";
import { startGateway } from "../../runtime/gateway.ts";
import { loadSources } from "../../runtime/revisions/load-sources.ts";
import { Endpoint } from "./endpoint.ts";
import type { Engine } from "./engines.ts";
import { ENGINES } from "./engines.ts";
import { openAsClient, readRequest } from "./handshake.ts";
import type { WireRole } from "./wire.ts";

/** Both ends of one connection through the gateway. */
export interface Pair {
  readonly attacker: Endpoint;
  /** Records and echoes. */
  readonly other: Endpoint;
}

/** A gateway with a raw backend behind it. */
export interface Rig {
  /**
   * Opens a connection whose `attacker` plays this part and writes `early` in one go with its side of the handshake.
   * `documentPath` says which document holds: the context of one of `DOCUMENTS`.
   */
  open(attacker: WireRole, documentPath: string, early: Buffer): Promise<Pair>;
  /** Defects of the gateway itself so far: each is an INTERNAL refusal. */
  readonly defects: readonly string[];
  close(): Promise<void>;
}

/** Contexts of the documents that a rig serves. */
export const DOCUMENTS = { anything: "/anything/1.0", checked: "/checked/1.0" } as const;

/** A backend's end that waits for the gateway to dial. */
type Waiting = (socket: Socket, head: Awaited<ReturnType<typeof readRequest>>) => void;

/** Starts one gateway of the engine and one raw backend, for any number of connections. */
export async function startRig(engine: Engine): Promise<Rig> {
  const waiting = new Map<string, Waiting>();
  const sockets = new Set<Socket>();
  const backend = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    readRequest(socket).then(
      (head) => waiting.get(head.path)?.(socket, head),
      () => socket.destroy(),
    );
  });
  backend.listen(0, "127.0.0.1");
  await once(backend, "listening");
  const defects: string[] = [];
  const gateway = await startTestGateway(engine, portOf(backend.address()), defects);
  let opened = 0;

  return {
    defects,
    async open(role, documentPath, early) {
      opened += 1;
      const path = `/${opened}`;
      const dialled = new Promise<Endpoint>((resolve) => {
        waiting.set(path, (socket, { rest, answer }) => {
          const end = new Endpoint(socket, "server", role === "client");
          end.feed(rest);
          void end.write(role === "server" ? Buffer.concat([answer, early]) : answer);
          resolve(end);
        });
      });
      const ownEarly = role === "client" ? early : Buffer.alloc(0);
      const headers = ENGINES[engine].clientHeaders;
      const client = await openAsClient(gateway.port, documentPath + path, ownEarly, headers);
      const clientEnd = new Endpoint(client.socket, "client", role === "server");
      clientEnd.feed(client.rest);
      const backendEnd = await dialled;
      waiting.delete(path);
      return role === "client"
        ? { attacker: clientEnd, other: backendEnd }
        : { attacker: backendEnd, other: clientEnd };
    },
    async close() {
      await gateway.close();
      for (const socket of sockets) socket.destroy();
      backend.close();
    },
  };
}

async function startTestGateway(engine: Engine, backendPort: number, defects: string[]) {
  const scripts = await Promise.all(Object.keys(DOCUMENTS).map((name) => compile(name, engine)));
  const sources = scripts.map(({ name, script }) => ({ name, script, hooksFile: null }));
  return startGateway({
    revisions: await loadSources(sources),
    host: "127.0.0.1",
    port: 0,
    backendOverrides: { production: `ws://127.0.0.1:${backendPort}` },
    logLevel: "silent",
    onRefusal: ({ code, detail }) => {
      if (code === "INTERNAL") defects.push(detail);
    },
  });
}

async function compile(name: string, engine: Engine) {
  const file = new URL(`documents/${name}.yaml`, import.meta.url);
  const text = ENGINES[engine].adaptDocument(readFileSync(file, "utf8"));
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
    throw new Error(compiled.diagnostics.map(({ message }) => message).join("\n"));
  }
  return { name, script: compiled.gateway.script };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (typeof address !== "object" || address === null) throw new Error("the backend has no port");
  return address.port;
}
