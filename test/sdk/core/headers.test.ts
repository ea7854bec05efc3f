import { expect, test } from "vitest";
import { FakePlatform } from "./fake-platform.ts";
import { connecting, held, outcome, pingRoute, turns } from "./ping-api.ts";

const withHeader = (value: string) =>
  pingRoute({ sign: (address) => Promise.resolve({ ...address, headers: { "x-a": value } }) });

test.each(["a\r\nb: c", "a\nb", "a\0", "€"])("%j is no value for a header", async (value) => {
  const { platform, promise } = connecting(
    {},
    { platform: new FakePlatform(), route: withHeader(value) },
  );

  expect(await outcome(promise)).toBe("rejected OPTION_INVALID");
  expect(platform.sockets).toEqual([]);
});

test("a platform without headers says so, instead of leaving them out", async () => {
  const platform = new FakePlatform({ sendsHeaders: false });

  const { promise } = connecting({}, { platform, route: withHeader("a") });

  expect(await outcome(promise)).toBe("rejected PLATFORM_LACKS");
});

test("a credential that cannot be had is CONNECT_FAILED with its cause", async () => {
  const cause = new Error("identity provider is down");
  const route = pingRoute({ sign: () => Promise.reject(cause) });

  const { promise } = connecting({}, { platform: new FakePlatform(), route });

  await expect(promise).rejects.toMatchObject({
    code: "CONNECT_FAILED",
    retry: "backoff",
    cause,
    message: "CONNECT_FAILED: identity provider is down",
  });
});

test("what no WebSocket can be opened with is OPTION_INVALID", async () => {
  const platform = new FakePlatform();
  platform.open = () => Promise.reject(new SyntaxError("invalid subprotocol"));

  const { promise } = connecting({}, { platform, route: pingRoute() });

  expect(await outcome(promise)).toBe("rejected OPTION_INVALID");
});

test("the API's subprotocols and its limit go with the handshake", async () => {
  const route = pingRoute({ subprotocols: ["chat.v1"] });
  const { platform, promise } = connecting({}, { platform: new FakePlatform(), route });
  void held(promise);
  await turns();

  expect(platform.last.request).toEqual({
    url: "wss://api.test/rooms/a",
    headers: {},
    protocols: ["chat.v1"],
    maxMessageBytes: 1000,
  });
  platform.last.end();
});
