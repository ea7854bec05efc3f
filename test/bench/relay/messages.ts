/** Size of a message's JSON text, by the name that cells use. */
export const SIZES = { "118 B": 118, "1 KB": 1024, "16 KB": 16_384 } as const;

export type SizeName = keyof typeof SIZES;

const WORDS =
  'the price moved up so we sold half and kept "the rest" for tomorrow – a naïve plan maybe but it works'.split(
    " ",
  );

/** Eight different messages of exactly that size, valid by market.yaml; the same ones on each call. */
export function messagesOf(size: SizeName): string[] {
  const random = randomNumbers(7);
  return Array.from({ length: 8 }, () => messageOf(SIZES[size], random));
}

/** One message of 512 B whose id is the 16 signs that the kit's `soak` puts a number in place of. */
export function soakMessage(): string {
  const head = { kind: "order", id: "#".repeat(16), pair: "BTC-USD", by: "ann" };
  const whole = (note: string): string =>
    JSON.stringify({ ...head, at: 1_700_000_000_000, seq: 1, px: 48_881.25, note });
  return whole(noteThatFills(512 - Buffer.byteLength(whole(""))));
}

function messageOf(bytes: number, random: Random): string {
  const head = {
    kind: random.oneOf(["tick", "trade", "order"]),
    id: `m${random.upTo(900_000) + 100_000}`,
    pair: random.oneOf(["BTC-USD", "ETH-USD", "SOL-EUR"]),
    by: random.oneOf(["ann", "bob", "dora", "edgar"]),
    at: 1_700_000_000_000 + random.upTo(1_000_000_000),
    seq: random.upTo(1_000_000),
    px: random.upTo(5_000_000) / 100,
  };
  const fills: object[] = [];
  const noteBytes = bytes < 1000 ? 0 : Math.min(2000, bytes / 3);
  const whole = (note: string): string =>
    JSON.stringify(fills.length === 0 ? { ...head, note } : { ...head, note, fills });
  const fillsBytes = noteBytes === 0 ? 0 : bytes - noteBytes - 120;
  while (Buffer.byteLength(whole("")) < fillsBytes) {
    fills.push(fillOf(random));
  }
  return whole(noteThatFills(bytes - Buffer.byteLength(whole(""))));
}

function fillOf(random: Random): object {
  return {
    id: `i${random.upTo(1_000_000)}`,
    side: random.oneOf(["buy", "sell"]),
    px: random.upTo(5_000_000) / 100,
    qty: random.upTo(1000),
    pair: random.oneOf(["BTC-USD", "ETH-USD"]),
    maker: random.upTo(2) === 0,
    at: 1_700_000_000_000 + random.upTo(1_000_000_000),
    tag: random.oneOf(["a", "bb", "ccc"]),
  };
}

/** Words, some with escapes or outside ASCII, that are exactly so many bytes when they are JSON. */
function noteThatFills(bytes: number): string {
  const written = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;
  let note = "";
  for (const word of Array.from({ length: bytes }, (_, index) => WORDS[index % WORDS.length])) {
    const longer = `${note}${word ?? ""} `;
    if (written(longer) > bytes) break;
    note = longer;
  }
  return note + "x".repeat(bytes - written(note));
}

interface Random {
  upTo(limit: number): number;
  oneOf<Value>(values: readonly [Value, ...Value[]]): Value;
}

/** A linear congruential generator: what is measured must not differ from run to run. */
function randomNumbers(seed: number): Random {
  let state = seed;
  const upTo = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
  return { upTo, oneOf: (values) => values[upTo(values.length)] ?? values[0] };
}
