import { describe, expect, it } from "vitest";

import type { Framing } from "../../runtime/contract/v1.ts";
import type { Judge } from "../../runtime/messages/judge.ts";
import { jsonGroup } from "../helpers/chat-api.ts";
import { CLIENT, judgeOf, SAY, text, told } from "./judge-fixture.ts";

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
