import { closed, count, oneOf, type ExtensionSchema } from "./schema-parts.ts";

const VIOLATIONS = ["reject", "drop", "close", "observe"] as const;

/** What happens to a frame that the document does not allow; used at the root and on operations. */
export function violation(fallback: string | null, which: string): ExtensionSchema {
  return oneOf(
    VIOLATIONS,
    fallback,
    `What happens to ${which} that the document does not allow. reject: it goes no further and a client gets the document's own errorMessage, or is closed with 4005 where there is none; drop: it goes no further and nobody is told; close: the connection ends; observe: it is forwarded and counted.`,
  );
}

const rate: ExtensionSchema = {
  type: "string",
  pattern: "^[0-9]+ ?([KMG]i?B)?/(second|minute|hour|day|month)$",
  description: "An amount over a time, e.g. 50000/day or 10MiB/minute.",
};

const plan = closed("The limits of one plan.", {
  messages: closed("Messages.", {
    rate,
    burst: { type: "integer", minimum: 1, description: "Messages that may come at once." },
  }),
  bytes: rate,
  connections: { type: "integer", minimum: 0, description: "Connections open at the same time." },
  connects: rate,
  onBreach: oneOf(
    ["error", "delay", "close"],
    "error",
    "What happens to the first excess message: refused with an error, held back, or the connection ends.",
  ),
});

const limits = closed("Limits of every connection of this API.", {
  messageBytes: closed("Bytes of one message, payload only, fragments together.", {
    clientToServer: count(1, 131_072, "Bytes. A larger message closes with 1009."),
    serverToClient: count(1, 1_048_576, "Bytes. A larger message closes with 1009."),
  }),
  fragments: count(1, 256, "Fragments of one message."),
  depth: count(1, 64, "Nesting of lists and objects in a message."),
  unsafeIntegers: oneOf(
    ["allow", "refuse"],
    "allow",
    "Integers beyond 2^53 - 1 either way, which many readers round: allow or refuse them. Numbers with a fraction or exponent are always allowed.",
  ),
  unsentBytes: count(
    1024,
    262_144,
    "Bytes waiting for one peer above which the other peer is no longer read from.",
  ),
  slowSeconds: count(1, 10, "Seconds that a peer may stay above unsentBytes before it is closed."),
  idleSeconds: count(
    0,
    300,
    "Seconds without any message either way before a connection is closed. 0: never.",
  ),
  maxAgeSeconds: count(0, 0, "Seconds after which a connection is closed. 0: never."),
  handshakeSeconds: count(1, 10, "Seconds that a handshake may take."),
});

const errorMessage: ExtensionSchema = {
  ...closed("What a client gets where a message of its is rejected.", {
    message: {
      anyOf: [
        { type: "string", minLength: 1 },
        { type: "object", properties: { $ref: { type: "string" } }, additionalProperties: false },
      ],
      description: "The message: a $ref, or its id as `framegate read` prints it.",
    },
    payload: {
      description:
        "Its payload. {code}, {message} and {pointer} in its texts stand for what was refused; it is checked against the message.",
    },
  }),
  required: ["message", "payload"],
};

const closeCodes: ExtensionSchema = {
  type: "object",
  description: "What the backend's own close codes mean, for docs and SDKs. Keys are codes.",
  examples: [{ 4100: { name: "SESSION_ENDED", retry: "afterAuth" } }],
  additionalProperties: {
    ...closed("One close code.", {
      name: { type: "string", pattern: "^[A-Z][A-Z0-9_]*$", description: "Its name, in capitals." },
      retry: oneOf(
        ["never", "afterAuth", "backoff", "after"],
        "backoff",
        "When a client may try again.",
      ),
    }),
    required: ["name"],
  },
};

/** `x-framegate` at the root of a document: what holds for the API as a whole. */
export const ROOT_SCHEMA: ExtensionSchema = closed("x-framegate at the root of the document.", {
  context: {
    type: "string",
    pattern: "^/[^?#{}\\s]*$",
    description:
      "The path before every address on the gateway. Without it an API is served at the root when it is alone, else under /<title>/<version>.",
    examples: ["/chat/1.0"],
  },
  perspective: oneOf(
    ["auto", "server", "client"],
    "auto",
    "From whose side the document is written. server: send (2.x subscribe) is done by the server, as AsyncAPI reads it; client: by the client; auto: decided from what the document says, printed by `framegate read`.",
  ),
  origins: {
    anyOf: [
      { type: "string", enum: ["auto", "any"] },
      { type: "array", items: { type: "string", minLength: 1 } },
    ],
    default: "auto",
    description:
      "Origins that may open a socket from a browser. auto: the same host for cookie, basic, mTLS and anonymous access, any for explicit tokens.",
  },
  verify: {
    type: "object",
    additionalProperties: { type: "object" },
    description: "A verifier for each security scheme, by its name (read, not enforced yet).",
    examples: [{ bearer: { jwks: "https://id.example/jwks", issuer: "https://id.example" } }],
  },
  onViolation: closed("What happens to frames that the document does not allow.", {
    clientToServer: violation("reject", "a client's frame"),
    serverToClient: violation("reject", "a backend's frame"),
  }),
  unknownParameters: oneOf(
    ["auto", "forward", "strip", "refuse"],
    "auto",
    "Query parameters that are not declared. auto: as additionalProperties of bindings.ws.query says (absent: forward, false: refuse).",
  ),
  unknownMessages: oneOf(
    ["refuse", "forward"],
    "refuse",
    "Frames that fit no declared message: refuse them, or forward them unchecked.",
  ),
  limits,
  errorMessage,
  plans: {
    type: "object",
    additionalProperties: plan,
    description:
      "Named sets of limits that an application can subscribe to (read, not enforced yet).",
  },
  closeCodes,
});
