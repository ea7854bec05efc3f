import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { type RunningGateway, startGateway } from "../../../runtime/gateway.ts";
import { loadSources } from "../../../runtime/revisions/load-sources.ts";
import { compileText } from "../compile-document.ts";

/** A way to set up the gateway under test. */
export interface Profile {
  readonly name: "conformance" | "deflate" | "shipping";
  readonly says: string;
  /** Lines of the document's `x-framegate`. */
  readonly settings: readonly string[];
  readonly compression: "off" | "deflate";
  /** What the testsuite runs if nothing else is asked for. */
  readonly cases: readonly string[];
}

const RAISED = [
  "limits:",
  "  messageBytes: { clientToServer: 33554432, serverToClient: 33554432 }",
  "  fragments: 1000000",
];

/** Offers, and combinations of the four parameters. */
const DEFLATE_GROUPS = [
  ...[1, 2, 3, 4, 5].map((group) => `12.${group}`),
  ...[1, 2, 3, 4, 5, 6, 7].map((group) => `13.${group}`),
];

/** Messages from 16 bytes to 64 KiB; 10 is of longer ones, 11 to 18 are in several frames. */
const DEFLATE_SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The testsuite's largest message has 16 MiB, its longest message 65,536 fragments. */
export const PROFILES: readonly Profile[] = [
  {
    name: "conformance",
    says: "limits raised beyond what the testsuite sends",
    settings: RAISED,
    compression: "off",
    cases: ["*"],
  },
  {
    name: "deflate",
    says: "the same with `compression: deflate`, the cases of permessage-deflate",
    settings: RAISED,
    compression: "deflate",
    // All of 12 and 13 are 216 cases of 1,000 messages each, which take the testsuite's Python an hour.
    cases: DEFLATE_GROUPS.flatMap((group) => DEFLATE_SIZES.map((size) => `${group}.${size}`)),
  },
  {
    name: "shipping",
    says: "every limit as it is when a document sets none",
    settings: [],
    compression: "off",
    cases: ["*"],
  },
];

/** Bytes that the testsuite's largest message has, and more. */
export const LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Starts a gateway that lets anything pass, under `/autobahn/1.0`, in front of this backend. */
export async function startProfile(profile: Profile, backendUrl: string): Promise<RunningGateway> {
  return startGateway({
    revisions: await loadSources([await compileText(profile.name, documentOf(profile))]),
    host: "127.0.0.1",
    port: 0,
    backendOverrides: { production: backendUrl },
    logLevel: "silent",
  });
}

function documentOf({ settings, compression }: Profile): string {
  return `
asyncapi: 2.6.0
info: { title: Autobahn, version: 1.0.0 }
x-framegate:
  context: /autobahn/1.0
  perspective: server
${settings.map((line) => `  ${line}`).join("\n")}
servers:
  main: { url: backend.invalid, protocol: ws }
channels:
  /echo:
    x-framegate: { compression: ${compression} }
    publish: { operationId: say }
    subscribe: { operationId: hear }
  /runCase:
    x-framegate: { compression: ${compression} }
    publish: { operationId: answer }
    subscribe: { operationId: receive }
    bindings:
      ws:
        query:
          type: object
          properties: { case: { type: integer }, agent: { type: string } }
`;
}

/** A backend that sends every message back. */
export async function startEcho(): Promise<{ readonly url: string; close(): void }> {
  const server = new WebSocketServer({
    port: 0,
    host: "127.0.0.1",
    maxPayload: LARGEST_MESSAGE_BYTES,
    maxFragments: 0,
    maxBufferedChunks: 0,
  });
  server.on("connection", (socket) => {
    socket.on("error", () => socket.terminate());
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
