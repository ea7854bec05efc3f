import { Buffer } from "node:buffer";
import { pieces } from "../chunks.ts";
import type { ProtocolCase } from "../protocol-case.ts";
import { frameCase, joined, POLICY, PROTOCOL_ERROR, text } from "../protocol-case.ts";
import { OPCODE, type WireFrame } from "../wire.ts";
import { LIMIT_BYTES, noise } from "./lengths.ts";

/** Control frames that a peer may send within a second. */
const CONTROL_FRAMES_A_SECOND = 10;

const CONTROLS = { ping: OPCODE.ping, pong: OPCODE.pong, close: OPCODE.close } as const;

const A: WireFrame = { opcode: OPCODE.text, fin: false, payload: Buffer.from("a") };
const B: WireFrame = { opcode: OPCODE.continuation, fin: false, payload: Buffer.from("b") };
const C: WireFrame = { opcode: OPCODE.continuation, payload: Buffer.from("c") };

/** Pings, pongs and their limits (RFC 6455 section 5.5). */
export function controlFrameCases(): readonly ProtocolCase[] {
  return [...pingCases(), ...budgetCases(), ...longCases(), ...fragmentCases(), ...betweenCases()];
}

function pingCases(): readonly ProtocolCase[] {
  return [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 124, 125].flatMap((length) => {
    const payload = noise(length);
    const ping = [{ opcode: OPCODE.ping, payload }];
    const pong = [{ opcode: OPCODE.pong, payload }];
    const says = `of ${length} bytes`;
    return [
      frameCase(`control/ping/${length}`, `a ping ${says}`, ping, { pongs: [payload] }),
      frameCase(`control/ping/${length}/byte-by-byte`, `a ping ${says} in single bytes`, ping, {
        pongs: [payload],
        writes: (role) => pieces(joined(ping, role), 1),
      }),
      frameCase(`control/pong/${length}`, `a pong that nobody asked for, ${says}`, pong),
    ];
  });
}

function budgetCases(): readonly ProtocolCase[] {
  return [1, 2, 5, 9, 10, 11, 12, 100].flatMap((count) =>
    Object.entries({ ping: OPCODE.ping, pong: OPCODE.pong }).map(([name, opcode]) => {
      const payloads = Array.from({ length: count }, (_, index) => Buffer.from(`${name}${index}`));
      const isTooMany = count > CONTROL_FRAMES_A_SECOND;
      const frames = [...payloads.map((payload) => ({ opcode, payload })), LAST];
      return frameCase(`control/${name}s/${count}`, `${count} ${name}s at once`, frames, {
        pongs: name === "ping" ? payloads : [],
        ...(isTooMany ? { end: POLICY } : { forwarded: [text("last")] }),
      });
    }),
  );
}

const LAST: WireFrame = { opcode: OPCODE.text, payload: Buffer.from("last") };

function longCases(): readonly ProtocolCase[] {
  return Object.entries(CONTROLS).flatMap(([name, opcode]) =>
    [126, 127, 128, 65_535, 65_536, LIMIT_BYTES + 1].flatMap((length) => {
      const payload = Buffer.alloc(length, 3);
      const header = [{ opcode, claimedLength: BigInt(length) }];
      const end = PROTOCOL_ERROR;
      const id = `control/long/${name}/${length}`;
      return [
        frameCase(id, `a ${name} of ${length} bytes`, [{ opcode, payload }], { end }),
        frameCase(`${id}/header`, `the header of a ${name} of ${length} bytes`, header, { end }),
      ];
    }),
  );
}

function fragmentCases(): readonly ProtocolCase[] {
  return Object.entries(CONTROLS).flatMap(([name, opcode]) =>
    [0, 2, 125].flatMap((length) => {
      const payload = Buffer.alloc(length, 0x0c);
      const first: WireFrame = { opcode, fin: false, payload };
      const rest: WireFrame = { opcode: OPCODE.continuation, payload: Buffer.from("x") };
      const end = PROTOCOL_ERROR;
      const id = `control/fragment/${name}/${length}`;
      return [
        frameCase(id, `a ${name} of ${length} bytes without FIN`, [first], { end }),
        frameCase(`${id}/whole`, `a ${name} in two fragments`, [first, rest], { end }),
        frameCase(`${id}/within`, `a ${name} without FIN in a message`, [A, first, C], { end }),
      ];
    }),
  );
}

/** Control frames between fragments: at each place, at all places, and a close that ends the message unfinished. */
function betweenCases(): readonly ProtocolCase[] {
  const fragments = [A, B, C];
  const forwarded = [text("abc")];
  const places = [[0], [1], [2], [3], [1, 2], [0, 1, 2, 3]];
  return places.flatMap((at) => {
    const withPings = fragmentsWith(fragments, at, OPCODE.ping);
    const withPongs = fragmentsWith(fragments, at, OPCODE.pong);
    const pongs = at.map((place) => Buffer.from(`at ${place}`));
    const where = at.join("+");
    const isLate = at.includes(3);
    return [
      frameCase(`control/between/ping/${where}`, `pings at fragment ${where}`, withPings, {
        forwarded,
        pongs,
      }),
      frameCase(`control/between/ping/${where}/chunks`, `the same in small writes`, withPings, {
        forwarded,
        pongs,
        writes: (role) => pieces(joined(withPings, role), 3),
      }),
      frameCase(`control/between/pong/${where}`, `pongs at fragment ${where}`, withPongs, {
        forwarded,
      }),
      frameCase(
        `control/between/close/${where}`,
        `a close at fragment ${where}`,
        [...fragmentsWith(fragments, at, OPCODE.close)],
        {
          forwarded: isLate && at.length === 1 ? forwarded : [],
          end: { kind: "closes", code: 3137, reason: "" },
        },
      ),
    ];
  });
}

function fragmentsWith(
  fragments: readonly WireFrame[],
  at: readonly number[],
  opcode: number,
): readonly WireFrame[] {
  const control = (place: number): readonly WireFrame[] => {
    if (!at.includes(place)) return [];
    const payload = opcode === OPCODE.close ? Buffer.from("\u000cA") : Buffer.from(`at ${place}`);
    return [{ opcode, payload }];
  };
  return [0, 1, 2, 3].flatMap((place) => [...control(place), ...fragments.slice(place, place + 1)]);
}
