import { describe, expect, it } from "vitest";

import type { FlowPlan, Group } from "../../runtime/contract/v1.ts";
import { createJudge } from "../../runtime/messages/judge.ts";
import { chooseByType, entry, jsonGroup } from "../helpers/chat-api.ts";
import { CHAT, CLIENT, judgeOf, PLAIN, SAY, text, told } from "./judge-fixture.ts";

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
