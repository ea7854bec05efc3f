import type { Buffer } from "node:buffer";
import type { ProtocolCase } from "../protocol-case.ts";
import { frameCase, text } from "../protocol-case.ts";
import { OPCODE, type WireFrame } from "../wire.ts";
import { compress, prose, RSV1 } from "./deflate.ts";

/** RFC 7692 section 7.1.2: from 8 to 15. */
const WINDOWS = [8, 9, 12, 15] as const;

/** Windows of one side; null: the parameter is not there. */
const BITS = [null, ...WINDOWS] as const;

/**
 * All combinations of the four parameters (RFC 7692 section 7.1): messages pass both ways, and what the gateway
 * compresses keeps to the window that it was told.
 */
export function deflateParameterCases(): readonly ProtocolCase[] {
  // Long enough for the gateway to compress its echo.
  const messages = [prose(3_000), prose(2_000), prose(4_000)];
  // The attacker's own window is the smallest that zlib has; where one of 8 bits is agreed, nothing is compressed.
  const framesAt = (level: number): readonly WireFrame[] =>
    messages.map((message) => ({
      opcode: OPCODE.text,
      rsv: RSV1,
      payload: compress(message, { windowBits: 9, level }),
    }));
  const sent = { messages, compressed: framesAt(6), stored: framesAt(0) };
  return [false, true].flatMap((serverAnew) =>
    [false, true].flatMap((clientAnew) =>
      BITS.flatMap((serverBits) =>
        BITS.map((clientBits) =>
          parameterCase({ serverAnew, clientAnew, serverBits, clientBits }, sent),
        ),
      ),
    ),
  );
}

interface Parameters {
  /** `no_context_takeover` of each side. */
  readonly serverAnew: boolean;
  readonly clientAnew: boolean;
  readonly serverBits: number | null;
  readonly clientBits: number | null;
}

/** What every case sends, and the frames that hold it. */
interface Sent {
  readonly messages: readonly Buffer[];
  readonly compressed: readonly WireFrame[];
  readonly stored: readonly WireFrame[];
}

function parameterCase(parameters: Parameters, sent: Sent): ProtocolCase {
  const { serverAnew, clientAnew, serverBits, clientBits } = parameters;
  const words = [
    ...(serverAnew ? ["server_no_context_takeover"] : []),
    ...(clientAnew ? ["client_no_context_takeover"] : []),
    ...(serverBits === null ? [] : [`server_max_window_bits=${serverBits}`]),
    ...(clientBits === null ? [] : [`client_max_window_bits=${clientBits}`]),
  ];
  const extension = ["permessage-deflate", ...words].join("; ");
  return frameCase(
    `deflate-parameters/${clientAnew ? "client-anew" : "client-goes-on"}/${words.join("+") || "none"}`,
    `compressed messages where ${extension} is offered or answered`,
    serverBits === 8 || clientBits === 8 ? sent.stored : sent.compressed,
    { extension: { client: extension, server: extension }, forwarded: sent.messages.map(text) },
  );
}
