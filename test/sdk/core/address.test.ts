import { describe, expect, test } from "vitest";
import { addressOf, type Target } from "../../../templates/typescript/core/address.ts";
import { variables } from "../../../templates/typescript/core/variables.ts";
import type { RouteTable } from "../../../templates/typescript/core/contract.ts";
import { connecting, outcome, pingRoute } from "./ping-api.ts";

const route: RouteTable = pingRoute({
  path: "/chat/1.0/rooms/{room}",
  servers: [
    {
      name: "main",
      environment: "production",
      url: "wss://{{region}}.test:{{port}}/rooms/{room}",
      fill: variables({ region: "eu", port: null }),
    },
    { name: "try", environment: "sandbox", url: "wss://try.test/rooms/{room}?v=1" },
  ],
  parameters: [
    { key: "room", in: "path", name: "room", array: "none" },
    { key: "since", in: "query", name: "since at", array: "none" },
    { key: "tags", in: "query", name: "tag", array: "repeat" },
    { key: "ids", in: "query", name: "ids", array: "comma" },
    { key: "version", in: "header", name: "X-Version", array: "none" },
    { key: "langs", in: "header", name: "X-Langs", array: "repeat" },
  ],
});

const urlOf = (target: Target, values: Readonly<Record<string, unknown>> = {}): string =>
  addressOf(route, { room: "a", ...values }, target).url;

describe("where", () => {
  test("the first server unless told, with its variables", () => {
    expect(urlOf({ variables: { port: "81" } })).toBe("wss://eu.test:81/rooms/a");
  });

  test("a server by name or by environment", () => {
    expect(urlOf({ server: "try" })).toBe("wss://try.test/rooms/a?v=1");
    expect(urlOf({ environment: "sandbox" })).toBe("wss://try.test/rooms/a?v=1");
  });

  test("a variable without a value or default is an error that names it", () => {
    expect(() => urlOf({})).toThrow('"variables.port"');
  });

  test("a value of a variable is text, whatever stands in it", () => {
    expect(urlOf({ variables: { port: "$&" } })).toBe("wss://eu.test:$&/rooms/a");
  });

  test("an unknown server is an error that names the known ones", () => {
    expect(() => urlOf({ server: "other" })).toThrow('known are "main", "try"');
  });

  const urls = [
    { given: "wss://gw.test", want: "wss://gw.test/chat/1.0/rooms/a" },
    { given: "https://gw.test:8443/base/", want: "wss://gw.test:8443/base/chat/1.0/rooms/a" },
    { given: "HTTP://gw.test//", want: "ws://gw.test/chat/1.0/rooms/a" },
    { given: "ws://gw.test?tenant=1", want: "ws://gw.test/chat/1.0/rooms/a?tenant=1" },
    { given: "ws://gw.test/base/?tenant=1", want: "ws://gw.test/base/chat/1.0/rooms/a?tenant=1" },
    { given: "ws://[::1]:80", want: "ws://[::1]:80/chat/1.0/rooms/a" },
  ];

  test.each(urls)("$given is $want", ({ given, want }) => {
    expect(urlOf({ url: given })).toBe(want);
  });

  test.each(["gw.test", "ftp://gw.test", "ws://", "ws://gw.test/#a", "ws://gw.test/a b", ""])(
    "%j is no URL of a gateway",
    (url) => {
      expect(() => urlOf({ url })).toThrow('"url"');
    },
  );

  test("parameters go behind the query of a gateway's URL", () => {
    expect(urlOf({ url: "ws://gw.test?tenant=1" }, { ids: [1, 2] })).toBe(
      "ws://gw.test/chat/1.0/rooms/a?tenant=1&ids=1%2C2",
    );
  });
});

describe("parameters", () => {
  test("stand where they belong, as many times as they should", () => {
    const values = {
      since: "a&b",
      tags: ["x", "y z"],
      ids: [1, 2],
      version: 3,
      langs: ["de", "en"],
    };
    const { url, headers } = addressOf(route, { room: "a/b?", ...values }, { server: "try" });

    expect(url).toBe(
      "wss://try.test/rooms/a%2Fb%3F?v=1&since%20at=a%26b&tag=x&tag=y%20z&ids=1%2C2",
    );
    expect(headers).toEqual({ "X-Version": "3", "X-Langs": "de, en" });
  });

  test("what is not given is not sent", () => {
    expect(urlOf({ server: "try" }, { since: undefined })).toBe("wss://try.test/rooms/a?v=1");
  });

  test.each([".", ".."])("%j in a path would lead to another route and is refused", (room) => {
    expect(() => urlOf({ server: "try" }, { room })).toThrow("PARAMETERS_INVALID");
  });

  test("a checked route refuses what the document does not want, before anything is opened", async () => {
    const fault = { pointer: "/room", expected: "a string", found: "a number", keyword: "type" };
    const { platform, promise } = connecting(
      {},
      {
        route: pingRoute({ checkParameters: () => fault }),
      },
    );

    expect(await outcome(promise)).toBe("rejected PARAMETERS_INVALID");
    expect(platform.sockets).toEqual([]);
  });
});
