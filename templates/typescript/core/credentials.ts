import { pair, type Address } from "./address.ts";
import type { CredentialEntry, RouteTable } from "./contract.ts";
import { ClientError } from "./errors.ts";

/** What a credential is worth, and how long. */
export type CredentialValue =
  | string
  | {
      readonly value: string;
      /** Milliseconds since 1970; the client renews its connection before. */ readonly expiresAt: number;
    }
  | { readonly username: string; readonly password: string };

/** A credential, or how to get one: asked for each handshake. */
export type Credential = CredentialValue | (() => CredentialValue | Promise<CredentialValue>);

/** A handshake with its credentials in place. */
export interface Signed extends Address {
  readonly protocols: readonly string[];
  /** The earliest end of a credential, milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The protocol beside which a token may travel where an API has none of its own. */
const PROTOCOL = "framegate";

/**
 * Puts the credentials where the API takes them and the platform can. Throws CREDENTIALS_MISSING where `auth` has not
 * what any requirement asks for, PLATFORM_LACKS where the platform has no way to send it.
 */
export async function signed(
  route: RouteTable,
  address: Address,
  auth: Readonly<Record<string, Credential | undefined>>,
  sendsHeaders: boolean,
): Promise<Signed> {
  const asked = route.security.map((all) => all.filter(({ kind }) => kind !== "outside"));
  const chosen = asked.find((all) => all.every(({ key }) => auth[key] !== undefined));
  if (chosen === undefined && asked.length > 0) {
    const keys = asked.map((all) => all.map(({ key }) => `auth.${key}`).join(" and "));
    throw new ClientError("CREDENTIALS_MISSING", { hint: `give ${keys.join(" or ")}` });
  }
  const draft: Draft = {
    url: address.url,
    headers: { ...address.headers },
    protocols: [...route.subprotocols],
    expiresAt: Number.POSITIVE_INFINITY,
  };
  for (const entry of chosen ?? []) {
    const source = auth[entry.key];
    place(draft, entry, await (typeof source === "function" ? source() : source), sendsHeaders);
  }
  return draft;
}

interface Draft {
  url: string;
  headers: Record<string, string>;
  protocols: string[];
  expiresAt: number;
}

function place(
  draft: Draft,
  entry: CredentialEntry,
  value: CredentialValue | undefined,
  sendsHeaders: boolean,
): void {
  const text = textOf(entry, value);
  if (typeof value === "object" && "expiresAt" in value) {
    draft.expiresAt = Math.min(draft.expiresAt, value.expiresAt);
  }
  const usable = entry.places.find((one) =>
    one.in === "header" ? sendsHeaders : one.in === "query" || one.in === "subprotocol",
  );
  if (usable?.in === "header") {
    draft.headers[usable.name] = text;
  } else if (usable?.in === "query") {
    draft.url += (draft.url.includes("?") ? "&" : "?") + pair(usable.name, bare(text));
  } else if (usable?.in === "subprotocol") {
    draft.protocols = [
      ...(draft.protocols.length === 0 ? [PROTOCOL] : draft.protocols),
      bare(text),
    ];
  } else if (!entry.places.some((one) => one.in === "cookie" || one.in === "message")) {
    const hint = "it goes in a header, which a browser cannot send; the API allows no other place";
    throw new ClientError("PLATFORM_LACKS", { subject: `auth.${entry.key}`, hint });
  }
}

function textOf({ kind }: CredentialEntry, value: CredentialValue | undefined): string {
  if (typeof value === "object" && "username" in value) {
    return `Basic ${base64(`${value.username}:${value.password}`)}`;
  }
  const text = typeof value === "object" ? value.value : (value ?? "");
  return kind === "token" ? `Bearer ${text}` : text;
}

/** Outside of a header a token stands alone. */
function bare(text: string): string {
  return text.replace(/^(?:Bearer|Basic) /u, "");
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648 section 4, of the text as UTF-8 (RFC 7617 section 2.1). */
function base64(text: string): string {
  const bytes = Array.from(unescape8(encodeURIComponent(text)), (one) => one.charCodeAt(0));
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((bits >> shift) & 63)).join("");
    out +=
      b === undefined
        ? `${digits.slice(0, 2)}==`
        : c === undefined
          ? `${digits.slice(0, 3)}=`
          : digits;
  }
  return out;
}

function unescape8(escaped: string): string {
  return escaped.replaceAll(/%([0-9A-F]{2})/gu, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
