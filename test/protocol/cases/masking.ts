import { Buffer } from "node:buffer";
import { pieces, splitAt } from "../chunks.ts";
import type { ProtocolCase } from "../protocol-case.ts";
import { binary, frameCase, joined, PROTOCOL_ERROR, text } from "../protocol-case.ts";
import { OPCODE, type WireFrame } from "../wire.ts";
import { letters, noise } from "./lengths.ts";

/** Masking against the role, every key that is special, every alignment (RFC 6455 sections 5.1 and 5.3). */
export function maskingCases(): readonly ProtocolCase[] {
  return [...wrongCases(), ...keyCases(), ...alignmentCases(), ...chunkCases()];
}

function wrongCases(): readonly ProtocolCase[] {
  const end = PROTOCOL_ERROR;
  const good: WireFrame = { opcode: OPCODE.text, payload: Buffer.from("good") };
  const open: WireFrame = { ...good, fin: false };
  return Object.entries(OPCODE).flatMap(([name, opcode]) =>
    [0, 2, 125, 126, 65_536].flatMap((length) => {
      const wrong = { opcode, payload: Buffer.alloc(length, 0x0c), isMaskedWrongly: true };
      const id = `masking/wrong/${name}/${length}`;
      const says = `a ${name} frame of ${length} bytes masked against its role`;
      return [
        frameCase(id, says, [wrong], { end }),
        frameCase(`${id}/second`, `a message, then ${says}`, [good, wrong], {
          end,
          forwarded: [text("good")],
        }),
        frameCase(`${id}/within`, `a fragment, then ${says}`, [open, wrong], { end }),
      ];
    }),
  );
}

function keyCases(): readonly ProtocolCase[] {
  const keys = ["00000000", "ffffffff", "80000000", "00000001", "00ff00ff", "61626364", "0000ffff"];
  return keys.flatMap((key) =>
    [0, 1, 3, 4, 5, 64, 1000].map((length) => {
      const maskingKey = Buffer.from(key, "hex");
      const payload = letters(length);
      const frames = [{ opcode: OPCODE.text, payload, maskingKey }];
      const says = `${length} bytes, for a client masked with ${key}`;
      return frameCase(`masking/key/${key}/${length}`, says, frames, {
        forwarded: [text(payload)],
      });
    }),
  );
}

/** Payloads of each length that begin at each place modulo 4 of one write. */
function alignmentCases(): readonly ProtocolCase[] {
  const lengths = Array.from({ length: 20 }, (_, length) => length);
  return lengths.flatMap((length) =>
    [0, 1, 2, 3].map((before) => {
      const payloads = [noise(before), noise(length), letters(length)];
      const frames = payloads.map((payload) => ({ opcode: OPCODE.binary, payload }));
      const says = `${length} bytes behind a message of ${before} in the same write`;
      return frameCase(`masking/alignment/${length}/${before}`, says, frames, {
        forwarded: payloads.map(binary),
      });
    }),
  );
}

/** One payload cut at each of its bytes, and in pieces of each small size: the key's place goes on. */
function chunkCases(): readonly ProtocolCase[] {
  const payload = noise(37);
  const frames = [{ opcode: OPCODE.binary, payload }];
  const forwarded = [binary(payload)];
  const whole = joined(frames, "client").length;
  return [
    ...Array.from({ length: whole - 1 }, (_, index) =>
      frameCase(`masking/cut/${index + 1}`, `37 bytes cut behind byte ${index + 1}`, frames, {
        forwarded,
        writes: (role) => splitAt(joined(frames, role), index + 1),
      }),
    ),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13].map((size) =>
      frameCase(`masking/pieces/${size}`, `37 bytes in pieces of ${size}`, frames, {
        forwarded,
        writes: (role) => pieces(joined(frames, role), size),
      }),
    ),
  ];
}
