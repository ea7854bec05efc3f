import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../generator/model/api.ts";
import { createMeasure, createSteps } from "../../runtime/messages/likeness.ts";
import { anySchema, anyValue } from "../checks/any-schema.ts";
import type { RunChecks } from "../checks/run-checks.ts";
import { told } from "./judge-fixture.ts";
import { compiledBySchema, judgeBySchema } from "./judge-by-schema.ts";
import type { Schemas } from "./judge-by-schema.ts";

const text: JsonSchema = { type: "string" };
const object = (properties: Schemas, required = Object.keys(properties)): JsonSchema => ({
  type: "object",
  required,
  properties,
});

/** What of a message's members is wrong, and what the refusal says up to its words. */
interface Row {
  readonly schemas: Schemas;
  readonly given: unknown;
  readonly want: string;
}

/** Requests with a tag, and a message of another kind that names no value for it. */
const REQUESTS: Schemas = {
  login: object({ kind: { const: "req" }, op: { const: "login" }, token: text }),
  logout: object({ kind: { const: "req" }, op: { const: "logout" } }),
  result: object({ kind: text, op: text, code: { type: "integer" } }),
};
/** Messages that share a tag's place and differ in what else they need. */
const CHAT: Schemas = {
  chat: object({ action: { const: "chat" }, payload: object({ body: text }) }),
  ping: object({ action: { const: "ping" } }),
};
/** Messages without any tag in common. */
const STATUS: Schemas = {
  opened: object({ stream: text, status: { const: "opened" } }),
  update: object({ stream: text, partial: text, final: text, isFinal: { type: "boolean" } }),
  failure: object({ error: text }),
};
/** Messages of which each has one member of its own. */
const SINGLES: Schemas = {
  stop: object({ stop: { const: true } }),
  flush: object({ flush: { const: true } }),
};
const ROOMS: Schemas = {
  one: object({ player: text, data: { enum: ["a", "b", "c"] }, json: text }, ["player", "data"]),
  all: object({ room: text, data: { enum: ["a", "b"] }, json: text }, ["room", "data"]),
};
/** A tag that need not be there. */
const OPTIONAL: Schemas = {
  open: object({ type: { const: "open" }, port: { type: "integer" } }, ["port"]),
  shut: object({ type: { const: "shut" }, force: { type: "boolean" } }, ["force"]),
};
const TUPLES: Schemas = {
  said: { type: "array", prefixItems: [text, object({ from: text })], items: false, minItems: 2 },
  failed: { type: "array", prefixItems: [text, text], items: false, minItems: 2 },
};
const LISTS: Schemas = {
  answer: object({ id: { type: "integer" }, code: { type: "integer" } }),
  tickers: object({
    c: text,
    d: { type: "array", items: object({ s: text, p: text, h: text, l: text }) },
  }),
};

/** One message that is one of several things. */
const SHAPES: Schemas = {
  shape: {
    oneOf: [
      object({ kind: { const: "circle" }, radius: { type: "integer" } }),
      object({ kind: { const: "square" }, side: { type: "integer" } }),
      { type: "null" },
    ],
  },
};
const DEEP: Schemas = {
  drawing: object({
    by: text,
    data: {
      anyOf: [
        object({ x: text, y: text, note: object({ by: text, at: text }) }),
        object({ path: text, size: { type: "integer" } }),
      ],
    },
  }),
};

const ROWS: Readonly<Record<string, Row>> = {
  "a tag that is nobody's, though a message without a tag is near": {
    schemas: REQUESTS,
    given: { kind: "req", op: "lgin", token: "x" },
    want:
      "MESSAGE_UNKNOWN - /op: the frame is no declared message: " +
      '/op is a string of 4 characters, expected one of "login", "logout"',
  },
  "a message without a tag that is nearer": {
    schemas: REQUESTS,
    given: { kind: "resp", op: "list", code: "200" },
    want: "MESSAGE_INVALID result /code",
  },
  "another place of a message whose tag is right": {
    schemas: REQUESTS,
    given: { kind: "request", op: "login", token: "x" },
    want: "MESSAGE_INVALID login /kind",
  },
  "a tag that is right, and much else wrong": {
    schemas: REQUESTS,
    given: { kind: "req", op: "login", a: 1, b: 2, c: 3 },
    want: "MESSAGE_INVALID login /token",
  },
  "a member of a message whose tag is right, which others do not need": {
    schemas: CHAT,
    given: { action: "chat" },
    want: "MESSAGE_INVALID chat /payload",
  },
  "what is inside of a member of it": {
    schemas: CHAT,
    given: { action: "chat", payload: { body: 5 } },
    want: "MESSAGE_INVALID chat /payload/body",
  },
  "no tag at all": {
    schemas: CHAT,
    given: { payload: { body: "x" } },
    want: "MESSAGE_UNKNOWN - /action",
  },
  "the one value of the only message that has such a member": {
    schemas: STATUS,
    given: { stream: "s", status: "ended" },
    want: "MESSAGE_INVALID opened /status",
  },
  "a missing member of the message that has the others": {
    schemas: STATUS,
    given: { partial: "p", final: "f", isFinal: true },
    want: "MESSAGE_INVALID update /stream",
  },
  "an empty frame that could become any of them": {
    schemas: SINGLES,
    given: {},
    want: 'MESSAGE_UNKNOWN - : the frame is no declared message: the root is an empty object, expected a member "flush" or "stop"',
  },
  "a member of the message that lists it, not the lack of another's": {
    schemas: ROOMS,
    given: { player: 5, data: "a", json: "{}" },
    want: "MESSAGE_INVALID one /player",
  },
  "a value that both list, each with others": {
    schemas: ROOMS,
    given: { player: "p", data: "x", json: "{}" },
    want: "MESSAGE_INVALID one /data",
  },
  "a tag that need not be there, and is": {
    schemas: OPTIONAL,
    given: { type: "shut", port: 80 },
    want: "MESSAGE_INVALID shut /force",
  },
  "a tag that need not be there, and is not": {
    schemas: OPTIONAL,
    given: { port: "80" },
    want: "MESSAGE_INVALID open /port",
  },
  "one item too many": {
    schemas: TUPLES,
    given: ["name", "words", { odd: true }],
    want: "MESSAGE_INVALID failed ",
  },
  "an item with much wrong inside": {
    schemas: LISTS,
    given: { c: "x", d: [{ s: "", p: "", h: "", l: "" }, { odd: true }] },
    want: "MESSAGE_INVALID tickers /d/1/s",
  },
  "what its alternative lacks, which the tag names": {
    schemas: SHAPES,
    given: { kind: "square" },
    want: "MESSAGE_INVALID shape /side",
  },
  "the member that is wrong in its alternative, not what another lacks": {
    schemas: SHAPES,
    given: { kind: "square", side: "1" },
    want: "MESSAGE_INVALID shape /side",
  },
  "what is wrong deep in the alternative that has such members": {
    schemas: DEEP,
    given: { by: "a", data: { x: "1", y: "2", note: { by: "b" } } },
    want: "MESSAGE_INVALID drawing /data/note/at",
  },
  "a member of the shallower alternative, where that is likelier": {
    schemas: DEEP,
    given: { by: "a", data: { path: "p", size: "1", note: { by: "b" } } },
    want: "MESSAGE_INVALID drawing /data/size",
  },
  "what no alternative has": {
    schemas: SHAPES,
    given: { kind: "star" },
    want: "MESSAGE_INVALID shape ",
  },
  "a value of another type than any": {
    schemas: CHAT,
    given: [],
    want: "MESSAGE_UNKNOWN - ",
  },
};

describe("a frame that is no message is refused for", () => {
  it.each(Object.entries(ROWS))("%s", (_name, { schemas, given, want }) => {
    const verdict = told(judgeBySchema(schemas)(given));

    expect(verdict).toMatch(want.includes(": ") ? want : new RegExp(`^${want}:`, "u"));
  });

  it.each(Object.entries(ROWS))("%s, in whatever order the messages stand", (_name, row) => {
    const names = Object.keys(row.schemas).toReversed();
    const verdict = told(judgeBySchema(row.schemas, names)(row.given));

    expect(verdict.split(": ")[0]).toBe(row.want.split(": ")[0]);
  });
});

describe("a frame of any kind", () => {
  it("is refused where no message's check accepts it, and accepted where one does", () => {
    fc.assert(
      fc.property(
        fc.array(anySchema, { minLength: 2, maxLength: 4 }),
        fc.array(anyValue, { minLength: 20, maxLength: 20 }),
        (schemas, values) => {
          const named = Object.fromEntries(schemas.map((schema, index) => [`m${index}`, schema]));
          const { judge, module } = compiledBySchema(named);
          const { clientChecks } = module;
          for (const value of values) {
            if (!hasVerdict(clientChecks, value)) break; // nor do others have one, and each takes long
            const accepting = Object.keys(named).filter((id) => clientChecks[id]?.(value) === null);
            const verdict = judge(value);
            const entries = verdict.kind === "accepted" ? (verdict.items[0]?.entries ?? []) : [];
            expect(entries.map(({ messageId }) => messageId)).toEqual(accepting);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is held against the messages of a large group as far as there is time", () => {
    const schema = object({
      list: { type: "array", prefixItems: Array.from({ length: 200 }, () => text) },
      a: text,
    });
    const names = Array.from({ length: 500 }, (_none, index) => `m${index}`);
    const measure = createMeasure({ schema });
    const steps = createSteps(5000);
    const value = { list: Array(200).fill("x") };
    const seen = names.filter(() => {
      measure("schema", value, steps);
      return steps.left >= 0;
    });

    expect(seen.length).toBeGreaterThan(20);
    expect(seen.length).toBeLessThan(30);
  });
});

/** A schema that is nothing but itself never ends; nobody's frame is judged by it. */
function hasVerdict(checks: RunChecks["clientChecks"], value: unknown): boolean {
  return Object.values(checks).every((check) => check(value)?.keyword !== "cost");
}
