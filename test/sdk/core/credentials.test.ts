import { expect, test } from "vitest";
import type {
  CredentialEntry,
  CredentialPlace,
  SignedAddress,
} from "../../../templates/typescript/core/contract.ts";
import { sign } from "../../../templates/typescript/core/credentials.ts";

const address: SignedAddress = {
  url: "wss://api.test/a",
  headers: {},
  protocols: [],
  expiresAt: Number.POSITIVE_INFINITY,
};

const header: CredentialPlace = { in: "header", name: "authorization" };
const query: CredentialPlace = { in: "query", name: "access_token" };

function entry(
  kind: CredentialEntry["kind"],
  places: readonly CredentialPlace[],
  key = "token",
): CredentialEntry {
  return { key, kind, places };
}

const placed = [
  {
    name: "a token in a header",
    of: entry("token", [header]),
    want: { headers: { authorization: "Bearer t" } },
  },
  {
    name: "a token in the query, alone",
    of: entry("token", [query]),
    want: { url: "wss://api.test/a?access_token=t" },
  },
  {
    name: "a token as a subprotocol, beside one that is no secret",
    of: entry("token", [{ in: "subprotocol" }]),
    want: { protocols: ["framegate", "t"] },
  },
  {
    name: "a key in a cookie",
    of: entry("key", [{ in: "cookie", name: "session" }]),
    want: { headers: { cookie: "session=t" } },
  },
  {
    name: "a key in a header of its own",
    of: entry("key", [{ in: "header", name: "x-key" }]),
    want: { headers: { "x-key": "t" } },
  },
  {
    name: "nothing in a message, which is the caller's",
    of: entry("token", [{ in: "message" }]),
    want: {},
  },
  { name: "nothing outside of the handshake", of: entry("outside", []), want: {} },
] as const;

test.each(placed)("on Node: $name", async ({ of, want }) => {
  expect(await sign([[of]])(address, { token: "t" }, true)).toEqual({ ...address, ...want });
});

test("in a browser the first place that it can write to is taken", async () => {
  const signed = await sign([[entry("token", [header, query])]])(
    address,
    { token: "a b&c" },
    false,
  );

  expect(signed.url).toBe("wss://api.test/a?access_token=a%20b%26c");
  expect(signed.headers).toEqual({});
});

test("in a browser what goes in a header alone is PLATFORM_LACKS, and says so", async () => {
  const signed = sign([[entry("token", [header])]])(address, { token: "t" }, false);

  await expect(signed).rejects.toMatchObject({ code: "PLATFORM_LACKS", subject: "auth.token" });
});

test("in a browser a cookie is the browser's, and nobody has to give it", async () => {
  const cookie = entry("key", [{ in: "cookie", name: "session" }]);

  expect(await sign([[cookie]])(address, {}, false)).toEqual(address);
});

test("two cookies are one header", async () => {
  const cookies = ["a", "b"].map((name) => entry("key", [{ in: "cookie", name }], name));

  expect((await sign([cookies])(address, { a: "1", b: "2" }, true)).headers).toEqual({
    cookie: "a=1; b=2",
  });
});

test.each(["a;b", "a b", "a\r\nb", 'a"b', "a,b", "ä"])(
  "%j is no value for a cookie",
  async (value) => {
    const cookie = entry("key", [{ in: "cookie", name: "session" }]);

    await expect(sign([[cookie]])(address, { token: value }, true)).rejects.toMatchObject({
      code: "OPTION_INVALID",
      subject: "session",
    });
  },
);

test("name and password are those of HTTP basic, in UTF-8", async () => {
  const signed = await sign([[entry("basic", [header])]])(
    address,
    { token: { username: "Ærøskøbing", password: "p%20:ä€😀" } },
    true,
  );

  const want = Buffer.from("Ærøskøbing:p%20:ä€😀").toString("base64");
  expect(signed.headers).toEqual({ authorization: `Basic ${want}` });
});

test.each(["", "a", "ab", "abc", "abcd"])(
  "base64 of a password %j has its padding",
  async (password) => {
    const signed = await sign([[entry("basic", [header])]])(
      address,
      { token: { username: "u", password } },
      true,
    );

    const want = Buffer.from(`u:${password}`).toString("base64");
    expect(signed.headers).toEqual({ authorization: `Basic ${want}` });
  },
);

test("the first list that can be filled is taken, all of it", async () => {
  const one = entry("token", [header], "one");
  const two = entry("key", [{ in: "header", name: "x-two" }], "two");
  const three = entry("key", [{ in: "header", name: "x-three" }], "three");

  const signed = await sign([[one], [two, three]])(address, { two: "2", three: () => "3" }, true);

  expect(signed.headers).toEqual({ "x-two": "2", "x-three": "3" });
});

test("where no list can be filled, the error names what to give", async () => {
  const one = entry("token", [header], "one");
  const two = entry("token", [header], "two");

  await expect(sign([[one], [two, one]])(address, {}, true)).rejects.toMatchObject({
    code: "CREDENTIALS_MISSING",
    message: "CREDENTIALS_MISSING: give auth.one or auth.two and auth.one",
  });
});

test("the earliest end of a credential is the handshake's", async () => {
  const keys = ["a", "b"].map((key) => entry("key", [{ in: "header", name: key }], key));
  const auth = { a: { value: "1", expiresAt: 2000 }, b: () => ({ value: "2", expiresAt: 1000 }) };

  expect((await sign([keys])(address, auth, true)).expiresAt).toBe(1000);
});
