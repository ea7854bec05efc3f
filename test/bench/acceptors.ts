/**
 * How long an acceptor takes for one message of 118 bytes, 1 KB and 16 KB, in JavaScript and as WebAssembly, against
 * reading and checking it: `npx tsx test/bench/acceptors.ts`. Medians of interleaved rounds, in nanoseconds of CPU a
 * message. What lies in a chunk is copied for WebAssembly; a client's message is unmasked for both.
 */
import type { JsonSchema } from "../../generator/model/api.ts";
import type { Acceptor } from "../../runtime/contract/v1.ts";
import { maskedBytes, unmaskToScratch } from "../../runtime/frames/masking.ts";
import { scratchBytes } from "../../runtime/frames/scratch.ts";
import { instantiate } from "../../runtime/relay/wasm-acceptors.ts";
import { groupOf, inputOf } from "../checks/run-checks.ts";
import { compileSubjects } from "../fuzz/acceptors/compile-subject.ts";
import { Dice } from "../fuzz/acceptors/random.ts";

const word = (maxLength: number): JsonSchema => ({ type: "string", minLength: 1, maxLength });
const count: JsonSchema = { type: "integer", minimum: 0 };
const price: JsonSchema = { type: "number", minimum: 0 };

const SCHEMA: JsonSchema = {
  type: "object",
  required: ["type", "id", "ch", "user", "ts", "seq", "px", "txt"],
  additionalProperties: false,
  properties: {
    type: { type: "string", enum: ["tick", "chat", "order"] },
    id: word(64),
    ch: { type: "string", pattern: "^[A-Z]{3,5}-[A-Z]{3,5}$" },
    user: word(64),
    ts: count,
    seq: count,
    px: price,
    txt: { type: "string", maxLength: 65_536 },
    items: {
      type: "array",
      maxItems: 10_000,
      items: {
        type: "object",
        required: ["id", "side", "px", "qty", "sym", "ok", "ts", "tag"],
        additionalProperties: false,
        properties: {
          id: word(64),
          side: { type: "string", enum: ["buy", "sell"] },
          px: price,
          qty: count,
          sym: { type: "string", maxLength: 32 },
          ok: { type: "boolean" },
          ts: count,
          tag: { type: "string", maxLength: 16 },
        },
      },
    },
  },
};
const WORDS =
  'the price moved up again so I sold half of it and kept "the rest" for tomorrow – naïve';
const HEADER = 8;
const ROUNDS = 15;
const ROUND_BYTES = 8_000_000;

function message(dice: Dice, textLength: number, size: number): string {
  const time = (): number => 1_700_000_000_000 + dice.below(1_000_000_000);
  const cents = (): number => dice.below(5_000_000) / 100;
  const items: unknown[] = [];
  const whole = {
    type: dice.pick(["tick", "chat", "order"]),
    id: `m${100_000 + dice.below(900_000)}`,
    ch: dice.pick(["BTC-USD", "ETH-USD", "SOL-EUR"]),
    user: dice.pick(["alice", "bob", "carol", "dave"]),
    ts: time(),
    seq: dice.below(1_000_000),
    px: cents(),
    txt: textLength === 0 ? "hold" : WORDS.repeat(30).slice(0, textLength),
    ...(size === 0 ? {} : { items }),
  };
  while (JSON.stringify(whole).length < size) {
    items.push({
      id: `i${dice.below(1_000_000)}`,
      side: dice.pick(["buy", "sell"]),
      px: cents(),
      qty: dice.below(1000),
      sym: "BTC-USD",
      ok: dice.once(2),
      ts: time(),
      tag: dice.pick(["a", "bb", "ccc"]),
    });
  }
  return JSON.stringify(whole);
}

function timed(run: (bytes: Buffer) => number, messages: readonly Buffer[]): number {
  const bytes = messages.reduce((sum, one) => sum + one.length, 0);
  const turns = Math.ceil(ROUND_BYTES / bytes);
  const start = process.cpuUsage();
  let known = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const one of messages) known += run(one);
  }
  const { user, system } = process.cpuUsage(start);
  if (known !== 0) throw new Error("a message was not accepted");
  return ((user + system) * 1000) / (turns * messages.length);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const [subject] = compileSubjects({
  name: "bench",
  schemas: { message: SCHEMA },
  messages: inputOf({ message: SCHEMA }).messages,
  groups: [{ group: groupOf("all", ["message"]), flow: "clientToServer" }],
});
const exports = subject?.wasm === undefined ? null : await instantiate(subject.wasm);
const wasm = exports?.["all"];
if (subject === undefined || wasm === undefined) throw new Error("there is no acceptor");
const { javascript } = subject;
const inScratch: Acceptor = (_scratch, start, end) => wasm(start, end);

/** Unmasks a message that lies behind a header. */
function unmasked(framed: Buffer, accept: Acceptor): number {
  const start = unmaskToScratch(maskedBytes(framed), HEADER, framed.length, 0);
  return accept(scratchBytes, start, start + framed.length - HEADER);
}

const dice = new Dice(7);
const classes = [
  ["118 B", 0, 0],
  ["1 KB", 330, 960],
  ["16 KB", 2000, 16_200],
] as const;
for (const [name, textLength, size] of classes) {
  const messages = Array.from({ length: 8 }, () =>
    Buffer.concat([Buffer.alloc(HEADER), Buffer.from(message(dice, textLength, size))]),
  );
  const runs = {
    JavaScript: (bytes: Buffer): number => javascript(bytes, HEADER, bytes.length),
    "copied, WebAssembly": (bytes: Buffer): number => {
      bytes.copy(scratchBytes, 0, HEADER, bytes.length);
      return wasm(0, bytes.length - HEADER);
    },
    "unmasked, JavaScript": (bytes: Buffer): number => unmasked(bytes, javascript),
    "unmasked, WebAssembly": (bytes: Buffer): number => unmasked(bytes, inScratch),
    "read and check": (bytes: Buffer): number =>
      subject.authority(bytes, HEADER, bytes.length).length - 1,
  };
  const times = Object.entries(runs).map(([label, run]) => ({ label, run, spent: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { run, spent } of times) spent.push(timed(run, messages));
  }
  const cells = times.map(({ label, spent }) => `${label} ${median(spent).toFixed(0)} ns`);
  console.log(`${name}: ${cells.join(", ")}`);
}
