import type { SendOptions } from "./client-types.ts";
import type { OutgoingEntry, Sender } from "./contract.ts";
import { ClientError } from "./errors.ts";
import { byteLength, completed, framed } from "./outgoing.ts";
import type { Handing, Transport } from "./transport.ts";

/** One call. */
export interface Sent {
  readonly name: string;
  readonly payload: unknown;
  readonly options?: SendOptions | undefined;
  readonly handed?: Handing["handed"];
}

/** An object with the same keys: own, whatever they are called. */
export function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  to: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(name, value)]));
}

/** The functions `send.<message>` over a transport. */
export function sendFunctions(sender: Sender, transport: Transport): Record<string, unknown> {
  return mapValues(
    sender.route.sends,
    (name) => (payload: unknown, options?: SendOptions) =>
      send(sender, transport, { name, payload, options }),
  );
}

/** Sends one message: completed, checked, encoded, handed over. Rejects with a ClientError where it has not left. */
export async function send(
  sender: Sender,
  transport: Transport,
  { name, payload, options = {}, handed }: Sent,
): Promise<void> {
  const { sends, maxBytes } = sender.route;
  const entry = sends[name];
  if (entry === undefined) {
    throw new ClientError("OPTION_INVALID", { subject: name, hint: "no such message" });
  }
  if (options.signal?.aborted === true) {
    throw new ClientError("ABORTED", { subject: name, cause: options.signal.reason });
  }
  const { checking } = sender;
  const message = completed(entry, payload);
  const { frame, fault: misplaced } = framed(entry, message, options.topic);
  const fault = checking === "off" ? null : (misplaced ?? entry.check?.(message) ?? null);
  if (fault !== null) {
    sender.invalid(name, message, fault);
    if (checking === "enforce") {
      throw new ClientError("MESSAGE_INVALID", { subject: name, fault });
    }
  }
  const data = encoded(entry, name, frame);
  const bytes = byteLength(data);
  if (bytes > maxBytes.send) {
    const hint = `${bytes} bytes, at most ${maxBytes.send}`;
    throw new ClientError("MESSAGE_TOO_BIG", { subject: name, hint });
  }
  await transport({ data, bytes }, { signal: options.signal, ...(handed && { handed }) });
  sender.sent(name, entry, message);
}

function encoded({ codec }: OutgoingEntry, subject: string, frame: unknown): string | Uint8Array {
  try {
    return codec.encode(frame);
  } catch (cause) {
    const hint = cause instanceof Error ? cause.message : "";
    throw new ClientError("MESSAGE_INVALID", { subject, hint, cause });
  }
}
