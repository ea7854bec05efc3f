import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDocument } from "../../generator/source/load.ts";
import type { Resolver } from "../../generator/source/resolve-host.ts";
import { internalUrls } from "./internal-urls.ts";

const CLOSED = { allowRemote: false, allowOutside: false };

/** Counts every connection that is made to this machine's loopback addresses, on one port. */
const canaries: Server[] = [];
let reached = 0;
let port = 0;

beforeAll(async () => {
  const listen = async (host: string, wanted: number): Promise<number> => {
    const server = createServer((socket) => {
      reached += 1;
      socket.on("error", () => socket.destroy());
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    });
    canaries.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(wanted, host, resolve);
    });
    return (server.address() as AddressInfo).port;
  };
  port = await listen("0.0.0.0", 0);
  await listen("::1", port).catch(() => undefined);
});

afterAll(() => {
  canaries.forEach((server) => void server.close());
});

/** A name server of an attacker: every name that is not this machine's leads into it. */
const hostileResolver: Resolver = (host) => {
  const inside = { address: "127.0.0.1", family: 4 };
  if (host.startsWith("v6.")) return Promise.resolve([{ address: "::1", family: 6 }]);
  if (host.startsWith("mapped.")) {
    return Promise.resolve([{ address: "::ffff:127.0.0.1", family: 6 }]);
  }
  if (host.startsWith("mixed.")) {
    return Promise.resolve([{ address: "1.1.1.1", family: 4 }, inside]);
  }
  return Promise.resolve([inside]);
};

const load = (ref: string, options: { readonly internalHosts?: readonly string[] } = {}) =>
  loadDocument(
    { kind: "text", name: "api.yaml", text: JSON.stringify({ a: { $ref: ref } }) },
    {
      ...CLOSED,
      allowRemote: true,
      resolver: hostileResolver,
      caps: { remoteMs: 1000 },
      ...options,
    },
  );

describe("an address that leads into this machine or its networks is not fetched", () => {
  const forms = internalUrls("PORT");

  test("there are at least 120 ways of writing one", () => {
    expect(new Set(forms).size).toBe(forms.length);
    expect(forms.length).toBeGreaterThanOrEqual(120);
  });

  test.each(forms)("%s as a $ref", async (form) => {
    const before = reached;

    const { diagnostics } = await load(form.replace("PORT", String(port)));

    expect(reached - before).toBe(0);
    expect(diagnostics).not.toEqual([]);
  });

  test.each(forms)("%s as a document", async (form) => {
    const before = reached;
    const url = form.replace("PORT", String(port));

    const loading = loadDocument({ kind: "url", url }, { ...CLOSED, resolver: hostileResolver });

    await expect(loading).rejects.toThrow();
    expect(reached - before).toBe(0);
  });
});

describe("a host that the operator allows", () => {
  test("is fetched over http although it is internal, after one question for its address", async () => {
    const asked: string[] = [];
    const rebinding: Resolver = (host) => {
      asked.push(host);
      const address = asked.length === 1 ? "127.0.0.1" : "169.254.169.254";
      return Promise.resolve([{ address, family: 4 }]);
    };
    const before = reached;

    const { diagnostics } = await loadDocument(
      { kind: "url", url: `http://specs.intern:${port}/api.json` },
      { ...CLOSED, resolver: rebinding, internalHosts: ["specs.intern"] },
    );

    expect(diagnostics).toEqual([]);
    expect(asked).toEqual(["specs.intern"]);
    expect(reached - before).toBe(1);
  });

  test("opens no other host, not by a reference from its document either", async () => {
    const before = reached;

    const { diagnostics } = await load(`http://other.intern:${port}/x`, {
      internalHosts: ["specs.intern"],
    });

    expect(diagnostics.map(({ rule }) => rule)).toEqual(["reference-remote"]);
    expect(reached - before).toBe(0);
  });
});

test("a refused host is told with the flag that would allow it", async () => {
  const { diagnostics } = await load("https://127.0.0.1/x");

  expect(diagnostics.map(({ message }) => message)).toEqual([
    '"https://127.0.0.1/x" cannot be read: "127.0.0.1" is an address of this machine or of a network ' +
      "that is not public; allow the host with --allow-internal",
  ]);
});

test("a server that is silent is given up in time, whatever it was about to say", async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const at = (silent.address() as AddressInfo).port;

  const loading = loadDocument(
    { kind: "url", url: `http://127.0.0.1:${at}/api.json` },
    { ...CLOSED, internalHosts: ["127.0.0.1"], caps: { remoteMs: 30 } },
  );

  await expect(loading).rejects.toThrow("no answer within 30 ms");
  silent.close();
});
