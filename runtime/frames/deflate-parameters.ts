import type { Extension, ExtensionParameter } from "./extension-header.ts";

const NAME = "permessage-deflate";

const isAbsent = (value: string | null): boolean => value === null;

/** From 8 to 15, without leading zeros (RFC 7692 section 7.1.2). */
const isWindow = (value: string | null): boolean =>
  value !== null && /^(?:[89]|1[0-5])$/.test(value);

type Parameters = Readonly<Record<string, (value: string | null) => boolean>>;

/** What RFC 7692 section 7.1 lets a server answer. */
const ANSWERED: Parameters = {
  server_no_context_takeover: isAbsent,
  client_no_context_takeover: isAbsent,
  server_max_window_bits: isWindow,
  client_max_window_bits: isWindow,
};

/** What it lets a client offer: as much, and a window of the server's choice. */
const OFFERED: Parameters = {
  ...ANSWERED,
  client_max_window_bits: (value) => isAbsent(value) || isWindow(value),
};

/**
 * The first offer of permessage-deflate that can be accepted, as text for `Sec-WebSocket-Extensions`. Null where there
 * is none: offers with parameters that are unknown, twice there or out of range are declined (RFC 7692 section 7).
 */
export function acceptableDeflate(offers: readonly Extension[]): string | null {
  const accepted = offers.find((offer) => isLegal(offer, OFFERED));
  return accepted === undefined ? null : format(accepted.parameters);
}

/**
 * What a server agreed to, as text for `Sec-WebSocket-Extensions`; null where it is not one legal answer to an offer of
 * permessage-deflate, which has to fail the connection (RFC 7692 section 7). The text says that the client compresses
 * every message anew, as an offer of `client_no_context_takeover` announces, whether the server asks for it or not
 * (section 7.1.1.2).
 */
export function agreedDeflate(answer: readonly Extension[]): string | null {
  const [agreed] = answer;
  if (agreed === undefined || answer.length > 1 || !isLegal(agreed, ANSWERED)) return null;
  const others = agreed.parameters.filter(({ name }) => name !== "client_no_context_takeover");
  return format([...others, { name: "client_no_context_takeover", value: null }]);
}

function isLegal({ name, parameters }: Extension, known: Parameters): boolean {
  const names = new Set(parameters.map((parameter) => parameter.name));
  return (
    name === NAME &&
    names.size === parameters.length &&
    parameters.every((one) => Object.hasOwn(known, one.name) && known[one.name]?.(one.value))
  );
}

function format(parameters: readonly ExtensionParameter[]): string {
  const words = parameters.map(({ name, value }) => (value === null ? name : `${name}=${value}`));
  return [NAME, ...words].join("; ");
}
