import { stringify } from "yaml";

/** An AsyncAPI 3.0 document with that many messages, about eight lines a message and its schema each. */
export function documentOf(messages: number): string {
  const names = Array.from({ length: messages }, (_, index) => `event${index}`);
  const channelMessages = Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/messages/${name}` }]),
  );
  const references = names.map((name) => ({ $ref: `#/channels/feed/messages/${name}` }));
  return stringify(
    {
      asyncapi: "3.0.0",
      info: { title: "Bench", version: "1.0.0", description: "Made by the benchmark." },
      servers: { production: { host: "bench.example.com", protocol: "wss" } },
      channels: { feed: { address: "/feed", messages: channelMessages } },
      operations: {
        commands: {
          action: "receive",
          channel: { $ref: "#/channels/feed" },
          messages: references.filter((_, index) => index % 2 === 0),
        },
        events: {
          action: "send",
          channel: { $ref: "#/channels/feed" },
          messages: references.filter((_, index) => index % 2 === 1),
        },
      },
      components: {
        messages: Object.fromEntries(names.map((name) => [name, messageOf(name)])),
        schemas: Object.fromEntries(names.map((name, index) => [name, schemaOf(name, index)])),
      },
    },
    { aliasDuplicateObjects: false },
  );
}

/** The document cut to about that many lines, by choosing how many messages it has. */
export function documentOfLines(lines: number): string {
  const perMessage = (documentOf(40).split("\n").length - documentOf(20).split("\n").length) / 20;
  return documentOf(Math.round(lines / perMessage));
}

function messageOf(name: string): object {
  return {
    name,
    title: `The message ${name}`,
    contentType: "application/json",
    payload: { $ref: `#/components/schemas/${name}` },
  };
}

function schemaOf(name: string, index: number): object {
  return {
    type: "object",
    description: `What ${name} carries.`,
    required: ["type", "id"],
    additionalProperties: false,
    properties: {
      type: { const: name },
      id: { type: "string", minLength: 1, maxLength: 64 },
      at: { type: "string", format: "date-time" },
      size: { type: "integer", minimum: 0, maximum: 1_000_000 },
      tags: { type: "array", maxItems: 16, items: { type: "string", pattern: "^[a-z]+$" } },
      next: { $ref: `#/components/schemas/event${Math.max(0, index - 1)}` },
    },
  };
}

/** Every schema refers twice to the next one: 2^depth paths, but only `depth` schemas. */
export function diamondOf(depth: number): string {
  const schemas: Record<string, object> = {
    level0: { type: "object", properties: { leaf: { type: "string" } } },
  };
  for (let level = 1; level <= depth; level += 1) {
    const below = { $ref: `#/components/schemas/level${level - 1}` };
    schemas[`level${level}`] = { type: "object", properties: { left: below, right: below } };
  }
  return stringify(
    {
      asyncapi: "3.0.0",
      info: { title: "Diamond", version: "1.0.0" },
      channels: {
        feed: {
          address: "/feed",
          messages: { top: { payload: { $ref: `#/components/schemas/level${depth}` } } },
        },
      },
      operations: { tops: { action: "send", channel: { $ref: "#/channels/feed" } } },
      components: { schemas },
    },
    { aliasDuplicateObjects: false },
  );
}
