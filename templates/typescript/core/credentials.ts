import { pair, withQuery } from "./address.ts";
import type { CredentialValue } from "./auth.ts";
import type { CredentialEntry, CredentialPlace, Sign, SignedAddress } from "./contract.ts";
import { ClientError } from "./errors.ts";

/** The protocol beside which a token may travel where an API has none of its own. */
const PROTOCOL = "framegate";

/**
 * Puts credentials where an API takes them and the platform can: of `security` any one list, all of its schemes. What
 * goes in no handshake is left to the caller; a browser's cookies, to the browser. Throws CREDENTIALS_MISSING where
 * `auth` has not what any list asks for, PLATFORM_LACKS where the platform has no way to send it.
 */
export function sign(security: readonly (readonly CredentialEntry[])[]): Sign {
  return async (address, auth, sendsHeaders) => {
    const isOurs = ({ kind, places }: CredentialEntry): boolean =>
      kind !== "outside" &&
      places.some((place) => place.in !== "message" && (sendsHeaders || place.in !== "cookie"));
    const asked = security.map((all) => all.filter(isOurs));
    const chosen = asked.find((all) => all.every(({ key }) => auth[key] !== undefined));
    if (chosen === undefined && asked.length > 0) {
      const keys = asked.map((all) => all.map(({ key }) => `auth.${key}`).join(" and "));
      throw new ClientError("CREDENTIALS_MISSING", { hint: `give ${keys.join(" or ")}` });
    }
    let signed = address;
    for (const entry of chosen ?? []) {
      const source = auth[entry.key];
      const value = (await (typeof source === "function" ? source() : source)) ?? "";
      const expiresAt =
        typeof value === "object" && "expiresAt" in value ? value.expiresAt : Infinity;
      signed = {
        ...placed(signed, placeOf(entry, sendsHeaders), textOf(entry, value)),
        expiresAt: Math.min(signed.expiresAt, expiresAt),
      };
    }
    return signed;
  };
}

/** The best place that the platform can write to. */
function placeOf({ key, places }: CredentialEntry, sendsHeaders: boolean): CredentialPlace {
  const found = places.find(
    (one) =>
      one.in === "query" || one.in === "subprotocol" || (sendsHeaders && one.in !== "message"),
  );
  if (found === undefined) {
    const hint = "it goes in a header, which a browser cannot send; the API allows no other place";
    throw new ClientError("PLATFORM_LACKS", { subject: `auth.${key}`, hint });
  }
  return found;
}

function placed(address: SignedAddress, place: CredentialPlace, text: string): SignedAddress {
  const { url, headers, protocols } = address;
  // Outside of a header a token stands alone.
  const bare = text.replace(/^(?:Bearer|Basic) /u, "");
  switch (place.in) {
    case "header":
      return { ...address, headers: { ...headers, [place.name]: text } };
    case "query":
      return { ...address, url: withQuery(url, pair(place.name, bare)) };
    case "cookie": {
      if (!/^[!#-+\--:<-[\]-~]*$/u.test(bare)) {
        const hint = "no value for a cookie (RFC 6265 section 4.1.1)";
        throw new ClientError("OPTION_INVALID", { subject: place.name, hint });
      }
      const cookies = [headers["cookie"] ?? [], `${place.name}=${bare}`].flat();
      return { ...address, headers: { ...headers, cookie: cookies.join("; ") } };
    }
    case "subprotocol":
      return {
        ...address,
        protocols: [...(protocols.length === 0 ? [PROTOCOL] : protocols), bare],
      };
    case "message":
      return address;
  }
}

function textOf({ kind }: CredentialEntry, value: CredentialValue): string {
  if (typeof value === "object" && "username" in value) {
    return `Basic ${base64(`${value.username}:${value.password}`)}`;
  }
  const text = typeof value === "object" ? value.value : value;
  return kind === "token" ? `Bearer ${text}` : text;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648 section 4, of the text as UTF-8 (RFC 7617 section 2.1). */
function base64(text: string): string {
  const bytes = [...encodeURIComponent(text).matchAll(/%(..)|./gu)].map(([one, escaped]) =>
    escaped === undefined ? one.charCodeAt(0) : Number.parseInt(escaped, 16),
  );
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((bits >> shift) & 63)).join("");
    out += digits.slice(0, b === undefined ? 2 : c === undefined ? 3 : 4).padEnd(4, "=");
  }
  return out;
}
