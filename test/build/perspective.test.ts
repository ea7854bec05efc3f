import { describe, expect, test } from "vitest";
import { understand, v2, v3 } from "./understand.ts";

const NEUTRAL = `
channels: {a: {address: /a, messages: {x: {payload: true}, y: {payload: true}}}}
operations:
  out: {action: send, channel: {$ref: '#/channels/a'}, messages: [{$ref: '#/channels/a/messages/x'}]}
  in: {action: receive, channel: {$ref: '#/channels/a'}, messages: [{$ref: '#/channels/a/messages/y'}]}`;

/** A document in which `send` and `receive` carry these messages. */
function carrying(sent: string, received: string, more = ""): string {
  return v3(`
channels: {a: {address: /a, messages: {${sent}: {payload: true}, ${received}: {payload: true}}}}
operations:
  out: {action: send, channel: {$ref: '#/channels/a'}, messages: [{$ref: '#/channels/a/messages/${sent}'}]}
  in: {action: receive, channel: {$ref: '#/channels/a'}, messages: [{$ref: '#/channels/a/messages/${received}'}]${more}}`);
}

function withOperations(out: string, inward: string): string {
  return v3(NEUTRAL.replace("out: {", `out: {${out}, `).replace("in: {", `in: {${inward}, `));
}

async function sideOf(text: string): Promise<string> {
  return (await understand(text)).model.perspective;
}

describe("perspective", () => {
  test("without evidence is AsyncAPI's own: the document describes the server", async () => {
    const { model, decisions } = await understand(v3(NEUTRAL));

    expect(model.perspective).toBe("server");
    expect(decisions.find(({ topic }) => topic === "perspective")).toMatchObject({
      evidence: "default",
      key: ["x-framegate", "perspective"],
      recorded: "server",
    });
  });

  test("decided for the client turns both flows round, and says why and how to say otherwise", async () => {
    const { model, diagnostics, decisions } = await understand(carrying("subscribe", "subscribed"));

    expect(model.operations.map(({ id, flow }) => [id, flow])).toEqual([
      ["out", "clientToServer"],
      ["in", "serverToClient"],
    ]);
    expect(diagnostics.find(({ rule }) => rule === "perspective-decided")?.hint).toContain(
      "x-framegate",
    );
    expect(decisions[0]?.reason).toContain('message "subscribe"');
  });

  test.each([
    {
      given: "clients ask and servers answer",
      text: carrying("quoteRequest", "quoteResponse"),
      want: "client",
    },
    {
      given: "the other way round",
      text: carrying("quoteResponse", "quoteRequest"),
      want: "server",
    },
    {
      given: "servers report errors and events",
      text: carrying("command", "error"),
      want: "client",
    },
    { given: "servers acknowledge", text: carrying("ack", "command"), want: "server" },
    {
      given: "what has happened is told by servers",
      text: carrying("x", "roomCreated"),
      want: "client",
    },
    { given: "servers greet", text: carrying("welcome", "login"), want: "server" },
  ])("message names tell: $given", async ({ text, want }) => {
    expect(await sideOf(text)).toBe(want);
  });

  test.each([
    {
      given: "sentences that name the client as sender of a send",
      text: withOperations("summary: Client sends audio", "summary: Server confirms it"),
      want: "client",
    },
    {
      given: "sentences that name the client as sender of a receive",
      text: withOperations("summary: Pushed by the server", "summary: Sent by the client"),
      want: "server",
    },
    {
      given: "sentences that say to whom a send goes",
      text: withOperations("summary: Send one chunk to the server", "title: Heard"),
      want: "client",
    },
    {
      given: "names told in a client's words against the actions",
      text: v3(NEUTRAL.replace("out: {", "receiveQuote: {").replace("in: {", "sendOrder: {")),
      want: "server",
    },
    {
      given: "names that agree with the actions are no evidence, servers are named so too",
      text: v3(NEUTRAL.replace("out: {", "sendQuote: {").replace("in: {", "receiveOrder: {")),
      want: "server",
    },
  ])("operations tell: $given", async ({ text, want }) => {
    expect(await sideOf(text)).toBe(want);
  });

  test.each([
    { action: "receive", want: "server" },
    { action: "send", want: "client" },
  ])("the requester is the client: a $action with a reply", async ({ action, want }) => {
    const text = v3(`
channels: {a: {address: /a, messages: {x: {payload: true}, y: {payload: true}}}}
operations:
  ask:
    action: ${action}
    channel: {$ref: '#/channels/a'}
    messages: [{$ref: '#/channels/a/messages/x'}]
    reply: {messages: [{$ref: '#/channels/a/messages/y'}]}
  tell: {action: ${action === "send" ? "receive" : "send"}, channel: {$ref: '#/channels/a'}}`);

    expect(await sideOf(text)).toBe(want);
  });

  test("the title names the application described", async () => {
    expect(await sideOf(v3(NEUTRAL).replace("title: Chat", "title: Chat client"))).toBe("client");
    expect(await sideOf(v3(NEUTRAL).replace("title: Chat", "title: Chat server"))).toBe("server");
  });

  test("a socket on which the server would only listen is the client's, if its words agree", async () => {
    const text = v3(`
channels: {a: {address: /a, messages: {x: {payload: true}}}}
operations: {watch: {action: receive, channel: {$ref: '#/channels/a'}, summary: Receive quotes}}`);

    expect(await sideOf(text)).toBe("client");
    expect(await sideOf(text.replace(", summary: Receive quotes", ""))).toBe("server");
  });

  test("a statement about a channel counts where all of it goes one way", async () => {
    const text = v3(`
channels: {a: {address: /a, description: Server-to-client stream, messages: {x: {payload: true}}}}
operations: {watch: {action: receive, channel: {$ref: '#/channels/a'}}}`);

    expect(await sideOf(text)).toBe("client");
  });

  test("an address to listen on is a server's", async () => {
    const text = v3(`servers: {s: {host: '0.0.0.0:80', protocol: ws}}${NEUTRAL}`);
    const { decisions } = await understand(text.replace("title: Chat", "title: A chat server"));

    expect(decisions.find(({ topic }) => topic === "perspective")?.reason).toContain("listens on");
  });

  test("contradicting evidence leaves AsyncAPI's reading", async () => {
    expect(await sideOf(carrying("command", "commandRequest"))).toBe("server");
  });

  test("2.x needs more: its verbs already speak to the reader", async () => {
    const text = (published: string, subscribed: string): string =>
      v2(
        `channels: {/a: {publish: {message: {oneOf: [{name: ${published}, payload: true}, {name: commandEvent, payload: true}, {name: c, payload: true}]}}, subscribe: {message: {oneOf: [{name: ${subscribed}, payload: true}, {name: ack, payload: true}]}}}}`,
      );

    expect(await sideOf(text("errorEvent", "command"))).toBe("server");
    expect(
      await sideOf(text("errorEvent", "command").replace(", {name: ack, payload: true}", "")),
    ).toBe("client");
  });

  test("x-framegate.perspective wins over evidence, an overlay over it, the flag over both", async () => {
    const text = `${carrying("subscribe", "subscribed")}\nx-framegate: {perspective: server}`;
    const overlay = "x-framegate: {perspective: client}";

    expect((await understand(text)).model.perspective).toBe("server");
    expect((await understand(text, { overlay })).model.perspective).toBe("client");
    expect((await understand(text, { overlay, perspective: "server" })).model.perspective).toBe(
      "server",
    );
  });
});
