import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import type { Clock } from "../clock.ts";
import { agreedDeflate } from "../frames/deflate-parameters.ts";
import { parseExtensions } from "../frames/extension-header.ts";
import { createWsLeg, wsEngineOptions } from "../frames/ws-leg.ts";
import { Refusal } from "../refusals.ts";
import { refusalOfBackendStatus } from "./backend-status.ts";
import type { Dialled, DialRequest } from "./dial-request.ts";
import type { Cancellation } from "./cancellation.ts";

/** As `dialBackend`, by the client of ws. */
export function dialWithWs(
  request: DialRequest,
  clock: Clock,
  signal: Cancellation,
): Promise<Dialled> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(request);
    let selected: string | null = null;
    let wire: Socket | null = null;
    const settle = (finish: () => void): void => {
      cancelTimeout();
      signal.removeEventListener("abort", abort);
      finish();
    };
    const fail = (reason: unknown): void => {
      settle(() => reject(reason));
      socket.terminate();
    };
    const abort = (): void => fail(signal.reason);
    const cancelTimeout = clock.after(request.connectTimeoutMs, () =>
      fail(new Refusal("BACKEND_TIMEOUT", { ms: request.connectTimeoutMs })),
    );
    const refuse = (error: Error): void => fail(refusalOf(error));
    socket.on("error", refuse);
    socket.on("unexpected-response", (_, response) => fail(refusalOfStatus(response, request)));
    socket.on("upgrade", (response) => {
      selected = tolerateNoSubprotocol(response, request.protocols);
      if (!request.deflates) return;
      wire = response.socket;
      if (!agree(response)) fail(new Refusal("BACKEND_REFUSED", { reason: BAD_EXTENSIONS }));
    });
    socket.on("open", () => {
      // What goes wrong from now on is the leg's business, which has a close frame to write.
      socket.off("error", refuse);
      const leg = createWsLeg(socket, request.limits, "backend", { clock, wire });
      settle(() => resolve({ leg, protocol: selected }));
    });
    signal.addEventListener("abort", abort);
    if (signal.aborted) {
      abort();
    }
  });
}

function openSocket(request: DialRequest): WebSocket {
  return new WebSocket(request.url, [...request.protocols], {
    headers: copyHeaders(request.headers),
    ...wsEngineOptions(request.limits, request.deflates),
    followRedirects: false,
    ...(request.tlsCa === null ? {} : { ca: request.tlsCa }),
  });
}

function copyHeaders(
  headers: Readonly<Record<string, string | readonly string[]>>,
): Record<string, string | string[]> {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}

/**
 * RFC 6455 section 4.2.2 lets a server select none of the offered subprotocols, `ws` does not: the
 * answer is given the first offer for its check, and null is what we report.
 */
function tolerateNoSubprotocol(
  response: IncomingMessage,
  offered: readonly string[],
): string | null {
  const selected = response.headers["sec-websocket-protocol"] ?? null;
  if (selected === null && offered[0] !== undefined) {
    response.headers["sec-websocket-protocol"] = offered[0];
  }
  return selected;
}

const BAD_EXTENSIONS = "its 101 has Sec-WebSocket-Extensions that our offer does not allow";

/** Whether the answer to our offer is a legal one; ws is then told what that means for us. */
function agree({ headers }: IncomingMessage): boolean {
  const answer = headers["sec-websocket-extensions"];
  if (answer === undefined) return true;
  const agreed = agreedDeflate(parseExtensions([answer]) ?? []);
  if (agreed !== null) headers["sec-websocket-extensions"] = agreed;
  return agreed !== null;
}

function refusalOfStatus(response: IncomingMessage, request: DialRequest): Refusal {
  const status = response.statusCode ?? 0;
  response.resume();
  return refusalOfBackendStatus(status, request.backendVerifies);
}

/**
 * System and TLS errors carry a code and mean no connection; the rest is `ws` on a 101 that is not
 * one.
 */
function refusalOf(error: Error): Refusal {
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  if (code !== null && !code.startsWith("HPE_")) {
    return new Refusal("BACKEND_UNAVAILABLE", { reason: code }, { cause: error });
  }
  const reason = code ?? error.message;
  return new Refusal("BACKEND_REFUSED", { reason }, { cause: error });
}
