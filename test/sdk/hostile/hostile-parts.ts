/** Every kind of place in a document where a string of its author's stands. */
export type Position =
  | "title"
  | "version"
  | "description"
  | "license"
  | "context"
  | "closeCode"
  | "server"
  | "host"
  | "variable"
  | "variableValue"
  | "scheme"
  | "apiKey"
  | "channel"
  | "address"
  | "operation"
  | "message"
  | "messageText"
  | "contentType"
  | "schema"
  | "property"
  | "enumValue"
  | "constValue"
  | "pattern"
  | "format"
  | "example"
  | "parameter"
  | "query"
  | "header"
  | "correlation"
  | "topic"
  | "topicAt"
  | "default"
  | "subprotocol"
  | "sensitive";

/** What documents are made with. */
export interface Parts {
  readonly text: (position: Position, plain: string, oneIn?: number) => string;
  readonly random: (count: number) => number;
}

/** A message whose payload, id and examples may hold hostile text. */
export function message({ text, random }: Parts, id: string): Readonly<Record<string, unknown>> {
  const key = text("property", "text");
  const correlation = text("property", "id");
  const type = text("constValue", id);
  return {
    name: text("message", id),
    title: text("messageText", "A message"),
    summary: text("messageText", "What a person says."),
    ...(random(8) === 0 ? { contentType: text("contentType", "application/msgpack") } : {}),
    correlationId: {
      description: text("description", "The id."),
      location: `$message.payload#/${random(6) === 0 ? text("correlation", "a/b", 2) : escaped(correlation)}`,
    },
    payload: {
      type: "object",
      description: text("description", "A payload."),
      required: ["type", ...(correlation === "type" ? [] : [correlation])],
      properties: Object.fromEntries([
        ["kind", { type: "string", enum: distinct(["a", text("enumValue", "b")]) }],
        ["place", { $ref: "#/components/schemas/Place" }],
        [
          key,
          {
            type: "string",
            description: text("description", "A text."),
            pattern: text("pattern", "^[a-z]*$", 5),
            format: text("format", "uri", 5),
          },
        ],
        [correlation, { type: "string" }],
        ["type", { const: type }],
      ]),
    },
    examples: [{ payload: { type, text: text("example", "hello") } }],
    ...(random(6) === 0
      ? { "x-framegate": { sensitive: [`/${escaped(text("sensitive", key, 2))}`] } }
      : {}),
  };
}

/** Components that messages refer to. */
export function schemas({ text }: Parts): Readonly<Record<string, unknown>> {
  const name = text("schema", "Thing");
  return {
    [name]: { type: "object", properties: { [text("property", "x")]: { type: "number" } } },
    Place: {
      description: text("description", "A place."),
      oneOf: [
        { $ref: `#/components/schemas/${escaped(name)}` },
        {
          type: "object",
          required: ["tag"],
          properties: {
            tag: { const: text("constValue", "tag") },
            [text("property", "inner")]: { type: "string", title: text("description", "t") },
          },
          additionalProperties: { type: "integer" },
        },
      ],
    },
  };
}

/** Ways to be let in. */
export function security({ text }: Parts): Readonly<Record<string, unknown>> {
  return {
    securitySchemes: {
      [text("scheme", "bearer")]: { type: "http", scheme: "bearer" },
      key: { type: "httpApiKey", in: "query", name: text("apiKey", "key") },
    },
  };
}

/** The same strings, those that came before with a number behind them. */
export function distinct(texts: readonly string[]): readonly string[] {
  return texts.map((text, at) => (texts.indexOf(text) < at ? `${text}${at}` : text));
}

/** A key as a part of a JSON pointer. */
export function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
