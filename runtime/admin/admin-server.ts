import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { MetricsPage } from "../observe/metrics-text.ts";

/** What the admin listener tells of. */
export interface AdminSource {
  /** Takes new connections. */
  readonly isReady: () => boolean;
  /** The Prometheus text, and its content type. */
  readonly metrics: () => Promise<MetricsPage> | MetricsPage;
}

interface AdminAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

const PLAIN = "text/plain; charset=utf-8";

/**
 * The listener for the operator: `/healthz` (the process runs), `/readyz` (503 while draining) and
 * `/metrics`. It has no access control, which is why it listens on loopback unless told otherwise.
 */
export function createAdminServer(source: AdminSource): Server {
  return createServer({ headersTimeout: 5000, requestTimeout: 5000 }, (request, response) => {
    request.resume();
    answer(request, source).then(
      (result) => send(request, response, result),
      () => send(request, response, plain(500, "internal error")),
    );
  });
}

async function answer(request: IncomingMessage, source: AdminSource): Promise<AdminAnswer> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return plain(405, "method not allowed, expected GET or HEAD");
  }
  switch ((request.url ?? "").split("?", 1)[0]) {
    case "/healthz":
      return plain(200, "ok");
    case "/readyz":
      return source.isReady() ? plain(200, "ready") : plain(503, "draining");
    case "/metrics": {
      const { text, contentType } = await source.metrics();
      return { status: 200, body: text, contentType };
    }
    default:
      return plain(404, "not found, expected /healthz, /readyz or /metrics");
  }
}

function plain(status: number, text: string): AdminAnswer {
  return { status, body: `${text}\n`, contentType: PLAIN };
}

function send(request: IncomingMessage, response: ServerResponse, result: AdminAnswer): void {
  response.writeHead(result.status, {
    "Content-Type": result.contentType,
    "Content-Length": Buffer.byteLength(result.body),
    "Cache-Control": "no-store",
    ...(result.status === 405 ? { Allow: "GET, HEAD" } : {}),
  });
  response.end(request.method === "HEAD" ? "" : result.body);
}
