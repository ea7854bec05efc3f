import { violation } from "./root-schema.ts";
import {
  closed,
  count,
  oneOf,
  pointer,
  textOrNull,
  texts,
  type ExtensionSchema,
} from "./schema-parts.ts";

const HEADERS_AT =
  "JSON pointer to what the document calls $message.header, in the message itself: in the framing envelope from payloadAt on.";

const secret: ExtensionSchema = {
  type: "object",
  properties: {
    env: {
      type: "string",
      description: "Environment variable that holds it (read, not enforced yet).",
    },
    file: { type: "string", description: "File that holds it, relative to the document." },
  },
  additionalProperties: false,
  description: "Where a secret or certificate is found; never the secret itself.",
};

/** `x-framegate` on a server. */
export const SERVER_SCHEMA: ExtensionSchema = closed("x-framegate on a server: a backend.", {
  environment: oneOf(
    ["production", "sandbox"],
    "production",
    "Keys and tokens of one environment reach only its backends.",
  ),
  pool: textOrNull("Servers that name the same pool are balanced and stand in for each other."),
  weight: count(0, 1, "Share of connections within its pool and priority. 0: none."),
  priority: count(0, 0, "Lower is tried first; higher ones stand by."),
  connectTimeoutMs: count(1, 5000, "Milliseconds until a dial that was not answered has failed."),
  auth: {
    type: "object",
    additionalProperties: secret,
    description:
      "Credentials of the gateway itself for this backend, by security scheme (read, not enforced yet).",
    examples: [{ bearer: { env: "BACKEND_TOKEN" } }],
  },
  tls: closed("TLS towards this backend.", { ca: secret }),
});

/** `x-framegate` on a channel. */
export const CHANNEL_SCHEMA: ExtensionSchema = closed("x-framegate on a channel.", {
  route: textOrNull(
    "Id of the channel whose socket carries this one: this channel is then a topic on that socket. On a channel without an address it may also be a path, beginning with /, which becomes its address.",
  ),
  topicAt: {
    anyOf: [{ type: "string", pattern: "^(/([^~/]|~[01])*)*$" }, { type: "null" }],
    default: null,
    description: "JSON pointer to the text in a message that holds the topic, e.g. /channel.",
  },
  framing: oneOf(
    ["message", "array", "ndjson", "items", "envelope", "jsonrpc"],
    "message",
    "How messages stand in frames: one a frame; a JSON array of them; one a line; a list at itemsAt; one at payloadAt; JSON-RPC 2.0 objects, batches included; a payload schema describes the whole object.",
  ),
  itemsAt: pointer("JSON pointer to the list of messages in a frame; makes the framing items."),
  payloadAt: pointer("JSON pointer to the message in a frame; makes the framing envelope."),
  headersAt: pointer(HEADERS_AT),
  upstreamPath: {
    type: "string",
    pattern: "^/[^#\\s]*$",
    description:
      "Path on the backend, instead of the server's path and the address; may hold {parameters} of the address and a query.",
    examples: ["/rooms/{roomId}"],
  },
  tokenPlaces: {
    type: "array",
    items: { type: "string", enum: ["header", "query", "subprotocol", "cookie", "message"] },
    default: ["header"],
    description: "Where a client may present its token.",
  },
  handshakeRefusal: oneOf(
    ["http", "closeFrame"],
    "http",
    "How a refused handshake is told: by an HTTP status, or by accepting and closing with a code that a browser can read.",
  ),
  forwardHeaders: texts([], "Headers that go to the backend beside the declared ones."),
  forwardQuery: oneOf(
    ["all", "declared", "none"],
    "all",
    "Query parameters that go to the backend.",
  ),
  subprotocols: texts([], "Values of Sec-WebSocket-Protocol that the API knows, best first."),
  compression: oneOf(
    ["off", "deflate"],
    "off",
    "permessage-deflate (RFC 7692); each leg negotiates for itself. The gateway compresses every message anew, a client has to, and a backend is asked to. A leg that compresses costs some 260 KiB of memory. Under deflate a compressed message still counts with its inflated size, and who sends more than 100 times of what it puts on the wire is closed with 1008.",
  ),
});

/** `x-framegate` on an operation. */
export const OPERATION_SCHEMA: ExtensionSchema = closed("x-framegate on an operation.", {
  scopes: texts(
    [],
    "Scopes that a token needs for this operation, beside those of its security (read, not enforced yet).",
  ),
  quota: textOrNull(
    "Name of the plan whose limits this operation counts against (read, not enforced yet).",
  ),
  onViolation: violation(null, "a frame of this operation"),
  replyTimeoutMs: count(1, 30_000, "Milliseconds after which a reply counts as missing."),
});

/** `x-framegate` on a message. */
export const MESSAGE_SCHEMA: ExtensionSchema = closed("x-framegate on a message.", {
  frame: oneOf(
    ["text", "binary"],
    null,
    "Kind of frame. Without it: from format: binary, the content type, defaultContentType, else text.",
  ),
  headersAt: pointer(HEADERS_AT),
  sensitive: {
    type: "array",
    items: { type: "string", pattern: "^(/([^~/]|~[01])*)*$" },
    default: [],
    description: "JSON pointers to values that never reach logs or examples.",
  },
});
