import { legal, type HandshakeRow } from "./handshake-rows.ts";

/** How a form of Origin relates to the gateway's own host, `gateway.test`. */
interface OriginForm {
  readonly origin: string | null;
  readonly relation: "same" | "other" | "none" | "twice";
}

const same = (origin: string): OriginForm => ({ origin, relation: "same" });
const other = (origin: string): OriginForm => ({ origin, relation: "other" });

/** More than 40 ways of writing an Origin; an origin is scheme, host and port (RFC 6454 section 4). */
const FORMS: readonly OriginForm[] = [
  { origin: null, relation: "none" },
  same("http://gateway.test"),
  same("https://gateway.test"),
  same("HTTP://GATEWAY.TEST"),
  same("http://gateway.test:80"),
  same("https://gateway.test:443"),
  same("http://gateway.test/"),
  same("  http://gateway.test  "),
  other("http://evil.test"),
  other("http://gateway.test:8080"),
  other("https://gateway.test:80"),
  other("http://gateway.test:443"),
  other("http://gateway.test."),
  other("http://gateway.testx"),
  other("http://gateway.test.evil.test"),
  other("http://evilgateway.test"),
  other("http://evil.gateway.test"),
  other("http://test"),
  other("http://gateway"),
  other("http://gateway.test@evil.test"),
  other("http://evil.test/gateway.test"),
  other("http://evil.test?gateway.test"),
  other("http://evil.test#gateway.test"),
  other("http://evil.test\\gateway.test"),
  other("http://gateway.test\\@evil.test"),
  other("http://gateway.test%2eevil.test"),
  other("http://gateway.test/path"),
  other("http://xn--gatewy-bwa.test"),
  other("http://g\u00e0teway.test"),
  other("http://gateway.test\u00a0"),
  other("null"),
  other("NULL"),
  other(""),
  other("gateway.test"),
  other("//gateway.test"),
  other("http:gateway.test"),
  other("http:///gateway.test"),
  other("ws://gateway.test"),
  other("file://gateway.test"),
  other("chrome-extension://gateway.test"),
  other("data:text/html,gateway.test"),
  other("http://gateway.test http://evil.test"),
  other("http://gateway.test, http://evil.test"),
  other("*"),
  { origin: "http://gateway.test\r\nOrigin: http://gateway.test", relation: "twice" },
];

/** Kinds of credentials, by the path of the route that asks for them, with the header that meets them. */
const KINDS = {
  anonymous: [],
  bearer: ["Authorization: Bearer x"],
  cookie: ["Cookie: sid=x"],
} as const;

function rowOf(kind: keyof typeof KINDS, { origin, relation }: OriginForm): HandshakeRow {
  const headers = [...KINDS[kind], ...(origin === null ? [] : [`Origin: ${origin}`])];
  const given = `${kind}, Origin ${origin === null ? "absent" : JSON.stringify(origin)}`;
  const text = legal(`/${kind}`, headers);
  if (relation === "twice") return { given, text, want: 400, code: "HANDSHAKE_MALFORMED" };
  const isOpen =
    relation === "same" || kind === "bearer" || (relation === "none" && kind === "anonymous");
  return isOpen
    ? { given, text, want: 101, code: null }
    : { given, text, want: 403, code: "ORIGIN_FORBIDDEN" };
}

/** Every form with every kind of credentials. */
export const ORIGIN_ROWS: readonly HandshakeRow[] = (
  ["anonymous", "bearer", "cookie"] as const
).flatMap((kind) => FORMS.map((form) => rowOf(kind, form)));
