import { once } from "node:events";
import { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";

import { apiDocument, route } from "../helpers/api-document.ts";
import { startFrontDoor } from "../helpers/front-door-fixture.ts";

interface Joined {
  readonly client: WebSocket;
  /** The backend's end. */
  readonly backend: WebSocket;
  /** What the gateway answered to the client's offer. */
  readonly negotiated: string;
}

/** A client and a backend, both of which compress where they may, with a gateway between them. */
async function join(compression: "deflate" | null, clientOffers = true): Promise<Joined> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: true });
  await once(server, "listening");
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const routes = [route(compression === null ? {} : { compression })];
  const door = await startFrontDoor([apiDocument({ routes })], url);
  const connected = once(server, "connection");
  const client = new WebSocket(`ws://127.0.0.1:${door.port}/chat`, {
    perMessageDeflate: clientOffers && { threshold: 0 },
  });
  const upgraded = once(client, "upgrade");
  onTestFinished(async () => {
    client.terminate();
    await door.close();
    server.close();
  });
  await once(client, "open");
  const [backend]: readonly unknown[] = await connected;
  if (!(backend instanceof WebSocket)) throw new Error("no connection");
  const [response]: readonly unknown[] = await upgraded;
  const headers = response instanceof IncomingMessage ? response.headers : {};
  return { client, backend, negotiated: headers["sec-websocket-extensions"] ?? "" };
}

async function messageOf(socket: WebSocket): Promise<string> {
  const [data]: readonly unknown[] = await once(socket, "message");
  return String(data);
}

async function closeCodeOf(socket: WebSocket): Promise<unknown> {
  const [code]: readonly unknown[] = await once(socket, "close");
  return code;
}

describe("permessage-deflate", () => {
  it("is on no leg where the document does not ask for it", async () => {
    const { client, backend } = await join(null);

    expect([client.extensions, backend.extensions]).toEqual(["", ""]);
  });

  it("is on both legs where both peers want it, without context takeover", async () => {
    const { client, backend, negotiated } = await join("deflate");

    client.send("x".repeat(2_000));
    expect(await messageOf(backend)).toBe("x".repeat(2_000));
    backend.send("y".repeat(2_000));
    expect(await messageOf(client)).toBe("y".repeat(2_000));

    expect(negotiated.split("; ").toSorted()).toEqual([
      "client_no_context_takeover",
      "permessage-deflate",
      "server_no_context_takeover",
    ]);
    expect(backend.extensions).toBe("permessage-deflate");
  });

  it("takes nothing away from the subprotocol that is selected, nor from the token beside it", async () => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const routes = [
      route({
        compression: "deflate",
        subprotocols: ["chat.v1"],
        tokenPlaces: ["subprotocol"],
        security: [{ schemes: [{ schemeId: "token", scopes: [] }] }],
      }),
    ];
    const securitySchemes = {
      token: { kind: "httpBearer", mode: "passThrough", apiKey: null },
    } as const;
    const door = await startFrontDoor([apiDocument({ routes, securitySchemes })], url);
    const client = new WebSocket(`ws://127.0.0.1:${door.port}/chat`, ["s3cret", "chat.v1"]);
    onTestFinished(async () => {
      client.terminate();
      await door.close();
      server.close();
    });

    await once(client, "open");

    expect([client.protocol, client.extensions.split(";")[0]]).toEqual([
      "chat.v1",
      "permessage-deflate",
    ]);
  });

  it("is each leg's own business", async () => {
    const { client, backend } = await join("deflate", false);

    client.send("plain");

    expect(await messageOf(backend)).toBe("plain");
    expect(client.extensions).toBe("");
    expect(backend.extensions).toContain("permessage-deflate");
  });

  it.each(["client", "backend"] as const)("is no way to send a bomb from a %s", async (side) => {
    const joined = await join("deflate");

    joined[side].send("\0".repeat(100_000));

    expect(await closeCodeOf(joined[side])).toBe(1008);
  });

  it.each([
    { side: "client", size: 200_000 },
    { side: "backend", size: 2_000_000 },
  ] as const)("counts a $side's message as it is inflated", async ({ side, size }) => {
    const joined = await join("deflate");

    joined[side].send("\0".repeat(size));

    expect(await closeCodeOf(joined[side])).toBe(1009);
  });
});
