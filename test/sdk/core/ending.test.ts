import { expect, test } from "vitest";
import { REFUSALS as OF_GATEWAY } from "../../../runtime/refusals.ts";
import { errorOf, retryAfter } from "../../../templates/typescript/core/ending.ts";
import { CLIENT_ERRORS, ClientError } from "../../../templates/typescript/core/errors.ts";
import { REFUSALS } from "../../../templates/typescript/core/refusals.ts";
import { sourceFiles } from "../../architecture/source-files.ts";

const rows = Object.entries(OF_GATEWAY);

test("the refusals that a client knows are the gateway's", () => {
  expect(REFUSALS).toEqual(
    Object.fromEntries(rows.map(([code, { close, retry }]) => [code, [close, retry]])),
  );
});

test.each(rows)(
  "%s is tried again when the catalogue says, by close frame and by status",
  (code, row) => {
    const { close, retry, http } = row;
    const closed = errorOf({ code: close, reason: `{"e":"${code}"}`, refused: null }, {}, true);
    const refused = http === null ? null : { status: http, code, problems: [], retryAfterMs: null };

    expect(closed).toMatchObject({ code, retry, closeCode: close });
    if (refused !== null) {
      expect(errorOf({ code: 1006, reason: "", refused }, {}, false)).toMatchObject({
        code,
        retry,
        status: http,
      });
    }
  },
);

const endings = [
  { end: { code: 1001 }, want: { code: "CONNECTION_LOST", retry: "backoff" } },
  { end: { code: 1005 }, want: { code: "CONNECTION_LOST", retry: "backoff" } },
  { end: { code: 1006 }, want: { code: "CONNECTION_LOST", retry: "backoff", closeCode: 1006 } },
  { end: { code: 1002 }, want: { retry: "never" } },
  {
    end: { code: 3000, reason: "bye" },
    want: {
      retry: "never",
      reason: "bye",
      message: "CONNECTION_LOST: close code 3000: bye",
    },
  },
  { end: { code: 4100 }, want: { code: "SESSION_ENDED", retry: "afterAuth" } },
  { end: { code: 4100, reason: '{"e":"OTHER"}' }, want: { code: "SESSION_ENDED" } },
  { end: { code: 4101 }, want: { code: "CONNECTION_LOST", retry: "never" } },
  {
    end: { code: 1013, reason: '{"e":"TOO_SLOW","r":250}' },
    want: { code: "TOO_SLOW", retryAfterMs: 250 },
  },
  { end: { code: 1013, reason: '{"e":"TOO_SLOW","r":-1}' }, want: { retryAfterMs: null } },
  { end: { code: 1013, reason: '{"e":5}' }, want: { code: "CONNECTION_LOST", reason: '{"e":5}' } },
  { end: { code: 1013, reason: "null" }, want: { code: "CONNECTION_LOST" } },
  { end: { code: 1013, reason: "{" }, want: { code: "CONNECTION_LOST" } },
] as const;

test.each(endings)("$end is $want", ({ end, want }) => {
  const closeCodes = { 4100: ["SESSION_ENDED", "afterAuth"] } as const;

  expect(errorOf({ reason: "", refused: null, ...end }, closeCodes, true)).toMatchObject(want);
});

test.each([
  [408, "never"],
  [500, "backoff"],
  [599, "backoff"],
  [200, "never"],
  [600, "never"],
] as const)("status %i is tried again: %s", (status, want) => {
  expect(retryAfter(status)).toBe(want);
});

test("an error says what, of what and why in one line, and nothing of a value", () => {
  const fault = { pointer: "/a", expected: "a string", found: "a number", keyword: "type" };

  const error = new ClientError("MESSAGE_INVALID", { subject: "say", fault });

  expect(error.message).toBe('MESSAGE_INVALID: "say": /a is a number, expected a string');
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toBe(`ClientError: ${error.message}`);
  expect(error.cause).toBeUndefined();
});

const core = sourceFiles(["templates/typescript/core"]).filter(
  ({ path }) => !path.endsWith("errors.ts"),
);
const tests = sourceFiles(["test/sdk/core"]);

test.each(CLIENT_ERRORS)("%s is raised by the core and tested", (code) => {
  expect(core.some(({ text }) => text.includes(`"${code}"`))).toBe(true);
  expect(
    tests.some(({ path, text }) => !path.endsWith("ending.test.ts") && text.includes(code)),
  ).toBe(true);
});
