/** What compiles and what does not with the SDK of `specs/market-data.yaml`. */
export const MARKET_DATA = `
import { connect, type MarketsMarketMessages, type Received } from "market-data-client";
import { connect as connectInBrowser } from "market-data-client/browser";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(isSame: Equal<A, B>): void { void isSame; }

const parameters = { market: "XPAR", symbols: ["AIR"], xClientId: "5f0c6d3e-1f0e-4b59-9f5a-0a3a2f7f4a51" } as const;
const auth = { apiKey: "key" };
const client = await connect(parameters, { auth });
await connect({ ...parameters, currency: "EUR", depth: 5 }, { auth: { apiKey: async () => ({ value: "key", expiresAt: 5 }) } });

// @ts-expect-error TS2554: credentials are missing
await connect(parameters);
// @ts-expect-error TS2345: so they are
await connect(parameters, {});
// @ts-expect-error TS2353: another name
await connect(parameters, { auth: { key: "x" } });
// @ts-expect-error TS2353: a key has no user name
await connect(parameters, { auth: { apiKey: { username: "a", password: "b" } } });
// @ts-expect-error TS2322: not one of the currencies
await connect({ ...parameters, currency: "CHF" }, { auth });
// @ts-expect-error TS2322: a list
await connect({ ...parameters, symbols: "AIR" }, { auth });

// The header that must be there cannot be sent by a browser: nothing compiles.
// @ts-expect-error TS2345
await connectInBrowser({ market: "XPAR", symbols: ["AIR"] }, { auth });
// @ts-expect-error TS2345
await connectInBrowser(parameters, { auth });

await client.send.subscribe({ symbols: ["AIR"], kinds: ["quote", "trade"] });
// @ts-expect-error TS2322: no such kind
await client.send.subscribe({ symbols: ["AIR"], kinds: ["halt"] });
// @ts-expect-error TS2345: symbols are missing
await client.send.unsubscribe({});
// @ts-expect-error TS2339: nothing is answered
void client.request.subscribe;

client.on.quote(({ type, bids, sequence }) => {
  same<typeof type, "quote">(true);
  same<typeof sequence, number>(true);
  same<(typeof bids)[number], readonly [string, number]>(true);
});
client.on.trade((trade) => {
  same<typeof trade.side, "buy" | "sell">(true);
  // @ts-expect-error TS2339: a candle's
  void trade.volume;
});

// By the message's own discriminator, too.
type Payload = Received<MarketsMarketMessages>["payload"];
function volume(payload: Payload): number {
  if (payload.type === "candle") return payload.volume;
  if (payload.type === "trade") return payload.size;
  return 0;
}
void volume;
`;
