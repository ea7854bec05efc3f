/** What compiles and what does not with the SDK of `specs/chat.yaml`. */
export const CHAT = `
import { ClientError, REFUSALS, connect, type Client, type Received, type RoomMessages, type Said } from "chat-client";
import { connect as connectInBrowser } from "chat-client/browser";
import { connect as connectUnchecked } from "chat-client/unchecked";
import { checkSay } from "chat-client/checks";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(isSame: Equal<A, B>): void { void isSame; }

const client = await connect({ roomId: "lobby", name: "ada", quiet: true }, { server: "sandbox", timeoutMs: 500 });
same<typeof client, Client<RoomMessages>>(true);
await connectUnchecked({ roomId: "lobby", name: "ada" });

// Parameters.
// @ts-expect-error TS2345: name is missing
await connect({ roomId: "lobby" });
// @ts-expect-error TS2322: quiet is no boolean
await connect({ roomId: "lobby", name: "ada", quiet: "yes" });
// @ts-expect-error TS2353: no such parameter
await connect({ roomId: "lobby", name: "ada", color: "red" });
// @ts-expect-error TS2379: absent is not undefined
await connect({ roomId: "lobby", name: "ada", since: undefined });
// @ts-expect-error TS2322: no such server
await connect({ roomId: "lobby", name: "ada" }, { server: "staging" });
// @ts-expect-error TS2353: the API asks for no credentials
await connect({ roomId: "lobby", name: "ada" }, { auth: { bearer: "x" } });
// @ts-expect-error TS2322: no such message
await connect({ roomId: "lobby", name: "ada" }, { renewOn: ["goodbye"] });

// A browser sends no headers.
await connectInBrowser({ roomId: "lobby", name: "ada" });
await connect({ roomId: "lobby", name: "ada", xClientVersion: "1.0.0" });
// @ts-expect-error TS2353: a header
await connectInBrowser({ roomId: "lobby", name: "ada", xClientVersion: "1.0.0" });

// Messages that are sent.
await client.send.say({ id: "r1", text: "Hello", replyTo: 5 });
await client.send.say({ type: "say", id: "r1", text: "Hello" });
await client.send.typing({});
// @ts-expect-error TS2345: text is missing
await client.send.say({ id: "r1" });
// @ts-expect-error TS2322: text is no text
await client.send.say({ id: "r1", text: 5 });
// @ts-expect-error TS2353: no such member
await client.send.say({ id: "r1", text: "Hello", loud: true });
// @ts-expect-error TS2322: another type
await client.send.say({ type: "said", id: "r1", text: "Hello" });
// @ts-expect-error TS2339: the server's message
await client.send.said({});
// @ts-expect-error TS2339: no such message
await client.send.shout({ text: "Hello" });
// @ts-expect-error TS2554: a payload is missing
await client.send.typing();

// Requests.
const delivered = await client.request.say({ text: "Hello" }, { timeoutMs: 1000 });
same<typeof delivered.messageId, number>(true);
same<typeof delivered.type, "delivered">(true);
// @ts-expect-error TS2339: no member of the reply
void delivered.text;
// @ts-expect-error TS2345: text is missing
await client.request.say({});
// @ts-expect-error TS2339: not a request
await client.request.typing({});

// Messages that come.
const stop = client.on.said((said) => {
  same<typeof said, Said>(true);
  same<typeof said.message.at, string>(true);
  // @ts-expect-error TS2540: read only
  said.message.text = "";
  // @ts-expect-error TS2339: no such member
  void said.text;
});
stop();
client.on.unknown(({ payload, fault }) => { same<typeof payload, unknown>(true); void fault.expected; });
client.on.invalid(({ name, fault }) => { same<typeof name, string>(true); void fault.pointer; });
// @ts-expect-error TS2339: the client's message
client.on.say(() => undefined);
same<Awaited<ReturnType<typeof client.once.presence>>["state"], "here" | "typing" | "away" | "gone">(true);

// Unions that narrow.
function told(message: Received<RoomMessages>): string {
  switch (message.name) {
    case "said":
      return message.payload.message.text;
    case "presence":
      return message.payload.who;
    case "error":
      return message.payload.at ?? message.payload.code;
    case "areYouThere":
    case "delivered":
    case "history":
      return message.payload.id;
  }
}
for await (const message of client.messages) {
  told(message);
  // @ts-expect-error TS2367: no such message
  if (message.name === "say") break;
}

// The server's questions.
client.answer.check((question) => { same<typeof question.id, string>(true); return {}; });
client.answer.check(async () => ({ type: "here" }));
// @ts-expect-error TS2322: not the answer
client.answer.check(() => ({ type: "say" }));
// @ts-expect-error TS2339: no question of the server's
client.answer.say(() => ({}));

// States, errors, constants.
if (client.state.kind === "reconnecting") void client.state.error.retryAfterMs;
// @ts-expect-error TS2339: not in every state
void client.state.delayMs;
same<(typeof REFUSALS)["MESSAGE_INVALID"], readonly [4005, "never"]>(true);
const error = new ClientError("CLOSED");
same<typeof error.pointer, string | null>(true);
same<ReturnType<typeof checkSay>, ReturnType<typeof checkSay>>(true);
// @ts-expect-error TS2345: a code is a number
await client.close("1000");
`;
