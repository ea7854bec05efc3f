import type { FindingTable } from "../diagnostics.ts";

/** Findings about channels, operations, messages and replies. */
export const CHANNEL_FINDINGS = {
  "channel-without-address": {
    severity: "error",
    says: "A channel that is used has an address.",
    because:
      "Without one, and without a path on its server, no client can open it. Give it an address, or name the channel whose socket carries it in x-framegate.route.",
  },
  "channel-address-from-key": {
    severity: "warning",
    says: "In AsyncAPI 3 the address of a channel is its address, not its key.",
    because:
      "A key that begins with / is read as the address; other tools see a channel without one.",
  },
  "channel-server": {
    severity: "error",
    says: "servers of a channel names servers of the document.",
    because: "A server that does not exist cannot serve the channel.",
  },
  "channels-none": {
    severity: "warning",
    says: "A document describes at least one channel.",
    because:
      "Without one there is nothing to serve: `serve` and `generate gateway` refuse the document.",
  },
  "channel-not-websocket": {
    severity: "info",
    says: "Every channel is reachable over a WebSocket.",
    because:
      "Its servers speak other protocols and it has no ws binding, so the gateway does not serve it.",
  },
  "channel-without-operation": {
    severity: "warning",
    says: "A channel with messages has operations that say which way they go.",
    because:
      "Without a direction its messages are let through both ways, each checked against its schema.",
  },
  "channel-malformed": {
    severity: "error",
    says: "A channel, server, operation or message is an object.",
    because: "Anything else has no meaning here.",
  },
  "channels-alike": {
    severity: "warning",
    says: "Addresses that differ only in the names of their parameters are written the same.",
    because: "No request can tell them apart, so they are one route, with the names of the first.",
  },
  "framing-incomplete": {
    severity: "error",
    says: "items framing says where the items stand, envelope framing where the payload stands.",
    because: "Write itemsAt or payloadAt, a JSON pointer, beside it.",
  },
  "topic-route": {
    severity: "error",
    says: "x-framegate.route names a channel that has a socket of its own.",
    because: "A topic is carried by another channel's socket; a chain of topics has none.",
  },
  "topic-place": {
    severity: "warning",
    says: "A topic channel says where in a message the topic stands.",
    because:
      "Without topicAt its messages cannot be tied to the topic's address, whose parameters stay unchecked.",
  },
  "operation-channel": {
    severity: "error",
    says: "An operation belongs to a channel of the document.",
    because: "Without one there is no socket on which its messages could go.",
  },
  "operation-channel-as-text": {
    severity: "warning",
    says: "The channel of an operation is a $ref.",
    because:
      "A name is understood here, but other tools refuse it. Write channel: {$ref: '#/channels/<id>'}.",
  },
  "operation-id-repeated": {
    severity: "warning",
    says: "An operationId is there once.",
    because:
      "Docs, clients and overlays call operations by it. The second is called by its channel.",
  },
  "operation-action": {
    severity: "error",
    says: "The action of an operation is send or receive.",
    because: "Without it nobody knows which way its messages go.",
  },
  "operation-message": {
    severity: "warning",
    says: "messages of an operation refer to messages of its channel.",
    because:
      "Other tools refuse a message that the channel does not list. It is taken as the author wrote it.",
  },
  "operation-without-message": {
    severity: "info",
    says: "An operation names its messages.",
    because: "Where none is described, whatever is sent passes unchecked.",
  },
  "reply-channel": {
    severity: "error",
    says: "The channel of a reply is a channel of the document.",
    because: "Otherwise replies have nowhere to arrive.",
  },
  "message-headers": {
    severity: "info",
    says: "Messages on a WebSocket have no headers.",
    because:
      "A frame is payload only. Where the API carries headers inside the payload, x-framegate.headersAt says where.",
  },
  "correlation-place": {
    severity: "warning",
    says: "A correlation id stands in the payload.",
    because:
      "A frame has no headers. Write location: $message.payload#/…, or x-framegate.headersAt where the payload carries the headers.",
  },
  "correlation-location": {
    severity: "warning",
    says: "location of a correlation id is a runtime expression such as $message.payload#/id.",
    because: "Anything else names no place, so replies are not tracked.",
  },
} as const satisfies FindingTable;
