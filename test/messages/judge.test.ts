import { describe, expect, it } from "vitest";

import type { ApiModuleV1, Flow, FlowPlan, Framing, Group } from "../../runtime/contract/v1.ts";
import { createJudge, type Judge } from "../../runtime/messages/judge.ts";
import { decoded, type PayloadCodec } from "../../runtime/messages/decode.ts";
import type { Verdict } from "../../runtime/messages/verdict.ts";
import { parameter } from "../helpers/api-document.ts";
import { chatApi, chooseByType, entry, jsonGroup } from "../helpers/chat-api.ts";

const { module: CHAT } = chatApi();

/** Raw text and bytes are what they are. */
const PLAIN: PayloadCodec = {
  decode: (bytes) => decoded(Buffer.from(bytes).toString("utf8")),
  encode: (value) => Buffer.from(String(value)),
};

function judgeOf(plan: Partial<FlowPlan>, flow: Flow = "clientToServer"): Judge {
  const groups = plan.groups ?? [];
  const choosers = Object.fromEntries(groups.map((group) => [group.id, chooseByType(group)]));
  const module: ApiModuleV1 = { ...CHAT, choosers };
  const full: FlowPlan = { anything: false, onViolation: "reject", groups, ...plan };
  return createJudge({ module, codecs: () => PLAIN, flow, plan: full });
}

/** A verdict in one line. */
function told(verdict: Verdict): string {
  if (verdict.kind === "refused") {
    return `${verdict.code} ${verdict.entry?.messageId ?? "-"} ${verdict.pointer}: ${verdict.detail}`;
  }
  const items = verdict.items.map(({ entries }) => entries.map((one) => one.messageId).join("+"));
  return `accepted ${items.join(", ")}`;
}

const text = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

const SAY = { type: "say", text: "hi" };
const CLIENT = [entry("say", "send"), entry("ask", "inquire")];

describe("a frame of one JSON message", () => {
  const judge = judgeOf({ groups: [jsonGroup("client", CLIENT)] });
  const table = [
    { given: SAY, want: "accepted say" },
    {
      given: { type: "say" },
      want: "MESSAGE_INVALID say /text: /text of say is no string, expected a string",
    },
    {
      given: { type: "shout" },
      want:
        "MESSAGE_UNKNOWN - /type: the frame is no declared message: " +
        '/type is another value, expected one of "say", "ask"',
    },
    {
      given: "{oops",
      want: expect.stringMatching(
        /^MESSAGE_INVALID - : the root of the message is text with an error/,
      ),
    },
    { given: "", want: expect.stringMatching(/^MESSAGE_INVALID/) },
    { given: "\ufeff{}", want: expect.stringMatching(/^MESSAGE_INVALID/) },
    {
      given: `${"[".repeat(65)}${"]".repeat(65)}`,
      want: expect.stringMatching(/^MESSAGE_INVALID/),
    },
    {
      given: '{"type":"say","text":"hi","__proto__":{}}',
      want: expect.stringMatching(/^MESSAGE_INVALID/),
    },
    {
      given: '{"type":"say","text":"hi","a":{"b":1,"\\u0062":2}}',
      want:
        "MESSAGE_INVALID - /a/b: /a/b of the message is a key that is given twice, " +
        "expected each key once",
    },
    {
      given: '{"type":"say","text":"\\udc00"}',
      want: expect.stringMatching(/half of a surrogate pair/),
    },
    { given: '{"type":"say","text":"\\u0000"}', want: "accepted say" },
  ];

  it.each(table)("$given: $want", ({ given, want }) => {
    expect(told(judge("text", text(given)))).toEqual(want);
  });

  it("is refused for its kind where only the other kind is declared", () => {
    expect(told(judge("binary", text(SAY)))).toBe(
      "FRAME_KIND_WRONG - null: a binary frame where text is declared",
    );
  });
});

describe("a flow", () => {
  it("without any message refuses every frame", () => {
    expect(told(judgeOf({})("text", text(SAY)))).toBe(
      "MESSAGE_UNKNOWN - null: the frame is no declared message: " +
        "no message is declared for this direction",
    );
  });

  it("in which anything goes lets pass what no message fits, not JSON and the other kind too", () => {
    const judge = judgeOf({ anything: true, groups: [jsonGroup("client", CLIENT)] });

    expect(told(judge("text", text(SAY)))).toBe("accepted say");
    expect(told(judge("text", text("{oops")))).toBe("accepted ");
    expect(told(judge("binary", text("x")))).toBe("accepted ");
  });

  it("from the server tolerates what readers differ about, and not what is no JSON", () => {
    const judge = judgeOf({ groups: [jsonGroup("client", CLIENT)] }, "serverToClient");
    const twice = judge("text", text('{"type":"say","text":"a","text":"b"}'));

    expect(twice).toMatchObject({
      kind: "accepted",
      tolerated: [{ what: "duplicateKey", messageId: null }],
    });
    expect(told(judge("text", text('{"type":"say","__proto__":1}')))).toMatch(/^MESSAGE_INVALID/);
  });

  it("whose build lacks the check of a message lets nothing pass for lack of it", () => {
    const group = jsonGroup("client", [entry("constructor", "send")]);
    const judge = judgeOf({ groups: [group] });

    expect(() => judge("text", text({ type: "constructor" }))).toThrow(/no check was compiled/);
  });
});

describe("messages that one frame can be several of", () => {
  const twins = [entry("say", "send"), entry("say", "whisper"), entry("ask", "inquire")];
  const group = jsonGroup("client", twins);
  const all = { ...CHAT, choosers: { client: () => [0, 1, 2] } };
  const plan: FlowPlan = { anything: false, onViolation: "reject", groups: [group] };
  const judge = createJudge({ module: all, codecs: () => PLAIN, flow: "clientToServer", plan });

  it("are all of those that fit", () => {
    expect(told(judge("text", text({ text: "hi", question: "why" })))).toBe("accepted say+say+ask");
    expect(told(judge("text", text({ question: "why" })))).toBe("accepted ask");
  });

  it("are none where none fits, with the fault of the first that came deepest", () => {
    expect(told(judge("text", text({ text: 1 })))).toMatch(/^MESSAGE_INVALID say \/text/);
  });
});

describe("framings", () => {
  const framed = (framing: Framing): Judge =>
    judgeOf({ groups: [jsonGroup("client", CLIENT, { framing })] });
  const bad = { type: "say", text: 1 };
  const table: readonly { given: [Framing, unknown]; want: string }[] = [
    { given: [{ kind: "array" }, [SAY, SAY]], want: "accepted say, say" },
    { given: [{ kind: "array" }, []], want: "accepted " },
    {
      given: [{ kind: "array" }, SAY],
      want:
        "MESSAGE_INVALID - : the root of the message is an object of 2 members, " +
        "expected a list of messages",
    },
    {
      given: [{ kind: "array" }, [SAY, bad]],
      want: "MESSAGE_INVALID say /1/text: /1/text of say is no string, expected a string",
    },
    {
      given: [{ kind: "ndjson" }, `${JSON.stringify(SAY)}\r\n\n${JSON.stringify(SAY)}\n`],
      want: "accepted say, say",
    },
    {
      given: [{ kind: "ndjson" }, `${JSON.stringify(SAY)}\n${JSON.stringify(bad)}`],
      want: "MESSAGE_INVALID say /1/text: /1/text of say is no string, expected a string",
    },
    {
      given: [{ kind: "items", itemsAt: "/data" }, { data: [SAY, SAY] }],
      want: "accepted say, say",
    },
    {
      given: [{ kind: "items", itemsAt: "/data" }, { data: [SAY, bad] }],
      want: "MESSAGE_INVALID say /data/1/text: /data/1/text of say is no string, expected a string",
    },
    {
      given: [{ kind: "items", itemsAt: "/toString" }, {}],
      want:
        "MESSAGE_INVALID - /toString: /toString of the message is nothing, " +
        "expected a list of messages",
    },
    {
      given: [
        { kind: "envelope", payloadAt: "/a~1b" },
        { "a/b": SAY, id: 1 },
      ],
      want: "accepted say",
    },
    {
      given: [{ kind: "envelope", payloadAt: "/p" }, { p: bad }],
      want: "MESSAGE_INVALID say /p/text: /p/text of say is no string, expected a string",
    },
    {
      given: [{ kind: "envelope", payloadAt: "/p" }, SAY],
      want: "MESSAGE_INVALID - /p: /p of the message is nothing, expected the message itself",
    },
    { given: [{ kind: "jsonrpc" }, { ...SAY, jsonrpc: "2.0" }], want: "accepted say" },
    {
      given: [{ kind: "jsonrpc" }, [{ ...SAY, jsonrpc: "2.0" }, SAY]],
      want: 'MESSAGE_INVALID - /1/jsonrpc: /1/jsonrpc of the message is nothing, expected "2.0"',
    },
    {
      given: [{ kind: "jsonrpc" }, []],
      want:
        "MESSAGE_INVALID - : the root of the message is an empty array, " +
        "expected at least one JSON-RPC object",
    },
  ];

  it.each(table)("$given: $want", ({ given: [framing, frame], want }) => {
    expect(told(framed(framing)("text", text(frame)))).toBe(want);
  });
});

describe("rewriting one message of a frame", () => {
  const other = { type: "say", text: "bye" };
  const table: readonly { given: [Framing, string]; want: string }[] = [
    {
      given: [{ kind: "message" }, '{"type":"say","text":"hi"}'],
      want: '{"type":"say","text":"bye"}',
    },
    {
      given: [
        { kind: "array" },
        '[{"type":"say","text":"hi"}, {"type":"say","text":"x","n":12345678901234567890}]',
      ],
      want: '[{"type":"say","text":"bye"},{"type":"say","text":"x","n":12345678901234567890}]',
    },
    {
      given: [{ kind: "ndjson" }, '{"type":"say","text":"hi"}\n{"type":"say", "text":"x"}\n'],
      want: '{"type":"say","text":"bye"}\n{"type":"say", "text":"x"}\n',
    },
    {
      given: [{ kind: "items", itemsAt: "/d" }, '{"n":1,"d":[{"type":"say","text":"hi"}]}'],
      want: '{"n":1,"d":[{"type":"say","text":"bye"}]}',
    },
    {
      given: [
        { kind: "envelope", payloadAt: "/p" },
        '{"seq":9007199254740993,"p":{"type":"say","text":"hi"}}',
      ],
      want: '{"seq":9007199254740993,"p":{"type":"say","text":"bye"}}',
    },
  ];

  it.each(table)("$given: $want", ({ given: [framing, frame], want }) => {
    const judge = judgeOf({ groups: [jsonGroup("client", CLIENT, { framing })] });
    const verdict = judge("text", text(frame));

    const bytes = verdict.kind === "accepted" ? verdict.items[0]?.rewrite(other) : undefined;

    expect(Buffer.from(bytes ?? []).toString()).toBe(want);
  });
});

describe("topics", () => {
  const topical = (id: string, address: string, entries: Group["entries"]): Group =>
    jsonGroup(id, entries, {
      topic: {
        at: "/topic",
        address,
        parameters: [parameter({ in: "path", name: "n" }, { type: "integer" })],
      },
    });
  const judge = judgeOf({
    groups: [
      topical("trades", "trades/{n}", [entry("say", "trade")]),
      topical("books", "book/{n}/top", [entry("ask", "book")]),
      jsonGroup("route", [entry("vote", "survey")]),
    ],
  });
  const table = [
    { given: { topic: "trades/1", ...SAY }, want: "accepted say" },
    { given: { topic: "book/1/top", type: "ask", question: "?" }, want: "accepted ask" },
    { given: { topic: "elsewhere", type: "vote" }, want: "accepted vote" },
    { given: { type: "vote" }, want: "accepted vote" },
    {
      given: { topic: "trades/x", ...SAY },
      want:
        'MESSAGE_INVALID - /topic: /topic of the message is a topic with another "n", ' +
        'expected an integer as "n"',
    },
    { given: { topic: "trades/1", type: "say", text: 1 }, want: /^MESSAGE_INVALID say \/text/ },
    { given: { topic: "trades/", ...SAY }, want: /^MESSAGE_UNKNOWN/ },
    { given: { topic: "trades/1/2", ...SAY }, want: /^MESSAGE_UNKNOWN/ },
    { given: { topic: "book/1", type: "ask" }, want: /^MESSAGE_UNKNOWN/ },
    { given: { topic: 7, ...SAY }, want: /^MESSAGE_UNKNOWN/ },
  ];

  it.each(table)("$given: $want", ({ given, want }) => {
    const verdict = told(judge("text", text(given)));

    if (typeof want === "string") expect(verdict).toBe(want);
    else expect(verdict).toMatch(want);
  });
});

describe("several encodings in one flow", () => {
  const groups: readonly Group[] = [
    jsonGroup("json", CLIENT),
    jsonGroup("text", [entry("vote", "note")], { encoding: "text" }),
    jsonGroup("bytes", [entry("vote", "blob")], { frame: "binary", encoding: "bytes" }),
  ];
  const choosers = {
    json: chooseByType(jsonGroup("json", CLIENT)),
    text: () => [0],
    bytes: () => [0],
  };
  const plan: FlowPlan = { anything: false, onViolation: "reject", groups };
  const module = { ...CHAT, choosers };
  const judge = createJudge({ module, codecs: () => PLAIN, flow: "clientToServer", plan });

  it("is read in each way that its frame kind allows", () => {
    expect(told(judge("text", text("just words")))).toBe("accepted vote");
    expect(told(judge("text", text(SAY)))).toBe("accepted say, vote");
    expect(told(judge("binary", text("\u0000")))).toBe("accepted vote");
  });
});

describe("a reply", () => {
  const group = jsonGroup("client", [
    entry("say", "send"),
    entry("ask", "first", { replyTo: "first" }),
    entry("vote", "second", { replyTo: "second" }),
  ]);
  const module = { ...CHAT, choosers: { client: () => [1, 2] } };
  const plan: FlowPlan = { anything: false, onViolation: "reject", groups: [group] };
  const judge = createJudge({ module, codecs: () => PLAIN, flow: "clientToServer", plan });
  const waiting = (key: string): readonly string[] | null => (key === "number:7" ? ["ask"] : null);

  it("to a pending request is one of that request's replies", () => {
    const frame = text({ id: 7, question: "why" });

    expect(told(judge("text", frame))).toBe("accepted ask+vote");
    expect(told(judge("text", frame, waiting))).toBe("accepted ask");
    expect(told(judge("text", text({ id: 7 }), waiting))).toMatch(
      /^MESSAGE_INVALID ask \/question/,
    );
  });

  it("that is another operation's is refused", () => {
    const onlyVote = { ...CHAT, choosers: { client: () => [2] } };
    const strict = createJudge({
      module: onlyVote,
      codecs: () => PLAIN,
      flow: "clientToServer",
      plan,
    });

    expect(told(strict("text", text({ id: 7 }), waiting))).toMatch(/expected a reply "ask"/);
    expect(told(strict("text", text({ id: "7" }), waiting))).toBe("accepted vote");
  });
});
