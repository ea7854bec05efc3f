/** A small document of our own: typed parameters, a request with its reply, an event, an error, bytes. */
export const ROOM_DOCUMENT = `
asyncapi: 3.0.0
info: { title: Room, version: 1.0.0 }
defaultContentType: application/json
x-framegate:
  context: /room/1.0
  perspective: server
  errorMessage:
    message: { $ref: '#/components/messages/error' }
    payload: { type: error, code: '{code}', at: '{pointer}' }
servers:
  main: { host: backend.invalid, protocol: ws, pathname: /v1 }
channels:
  room:
    address: /rooms/{roomId}
    parameters: { roomId: {} }
    messages:
      say: { $ref: '#/components/messages/say' }
      said: { $ref: '#/components/messages/said' }
      ask: { $ref: '#/components/messages/ask' }
      told: { $ref: '#/components/messages/told' }
      error: { $ref: '#/components/messages/error' }
    bindings:
      ws:
        query:
          type: object
          required: [name]
          additionalProperties: false
          properties:
            name: { type: string, pattern: '^[a-z]+$' }
            limit: { type: integer, minimum: 1 }
        headers:
          type: object
          properties:
            X-Version: { type: string }
  blobs:
    address: /blobs
    messages:
      blob:
        contentType: application/octet-stream
        payload: { type: string, format: binary, maxLength: 4 }
operations:
  say:
    action: receive
    channel: { $ref: '#/channels/room' }
    messages: [{ $ref: '#/channels/room/messages/say' }]
  hear:
    action: send
    channel: { $ref: '#/channels/room' }
    messages: [{ $ref: '#/channels/room/messages/said' }, { $ref: '#/channels/room/messages/error' }]
  ask:
    action: receive
    channel: { $ref: '#/channels/room' }
    messages: [{ $ref: '#/channels/room/messages/ask' }]
    reply:
      channel: { $ref: '#/channels/room' }
      messages: [{ $ref: '#/channels/room/messages/told' }]
  upload:
    action: receive
    channel: { $ref: '#/channels/blobs' }
    messages: [{ $ref: '#/channels/blobs/messages/blob' }]
    x-framegate: { onViolation: close }
components:
  messages:
    say:
      payload:
        type: object
        required: [type, text]
        additionalProperties: false
        properties: { type: { const: say }, text: { type: string, maxLength: 20 } }
      examples: [{ payload: { type: say, text: hello } }]
    said:
      payload:
        type: object
        required: [type, text]
        properties: { type: { const: said }, text: { type: string }, serial: { type: integer } }
      examples: [{ payload: { type: said, text: hello from the mock } }]
    ask:
      correlationId: { location: $message.payload#/id }
      payload:
        type: object
        required: [type, id]
        properties: { type: { const: ask }, id: { type: string } }
      examples: [{ payload: { type: ask, id: q1 } }]
    told:
      correlationId: { location: $message.payload#/id }
      payload:
        type: object
        required: [type, id, answer]
        properties: { type: { const: told }, id: { type: string }, answer: { type: integer } }
      examples: [{ payload: { type: told, id: q1, answer: 42 } }]
    error:
      payload:
        type: object
        required: [type, code]
        properties: { type: { const: error }, code: { type: string }, at: { type: string } }
      examples: [{ payload: { type: error, code: MESSAGE_INVALID } }]
`;

/** What a test hooks file does to the room: transforms, answers, refuses, and turns some clients away. */
export const ROOM_HOOKS = `
import type { Api, Hooks } from "./gateway.d.ts";

export const hooks: Hooks<Api> = {
  onConnect(context) {
    if (context.parameters.query.name === "mallory") context.refuse("not you");
  },
  onClientMessage: {
    say(message, context) {
      if (message.text === "shout") context.transform({ ...message, text: "SHOUT" });
      if (message.text === "echo") context.answer("said", { type: "said", text: "echo" });
      if (message.text === "spam") context.refuse("no spam");
    },
  },
};
`;
