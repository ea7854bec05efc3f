import { EXTENSION_SCHEMAS, type ExtensionPlace } from "../../generator/build/extension/schema.ts";
import type { ExtensionSchema } from "../../generator/build/extension/schema-parts.ts";
import { generatedFrom } from "./generated-from.ts";

const OPENING = `# x-framegate

${generatedFrom("generator/build/extension")}

The AsyncAPI extension \`x-framegate\` says what AsyncAPI has no words for. All of it is optional: a
document without any compiles to a useful gateway. It stands in the document itself, or in an overlay
\`<document>.framegate.yaml\` beside one that you do not own, under the same names:

\`\`\`yaml
# yaml-language-server: $schema=node_modules/framegate/specs/x-framegate.schema.json
x-framegate: { perspective: client, context: /chat/1.0 }
channels:
  room:
    x-framegate: { subprotocols: [chat.v1] }
messages:
  card:
    x-framegate: { frame: text, sensitive: [/number] }
\`\`\`

Its JSON Schema is published as \`framegate/x-framegate.schema.json\`. A misspelt key is a
[finding](findings.md#extension-unknown-key) with a suggestion, and the rest stays in force.`;

const PLACES: Readonly<Record<ExtensionPlace, string>> = {
  root: "## At the root of the document",
  server: "## On a server",
  channel: "## On a channel",
  operation: "## On an operation",
  message: "## On a message",
};

interface Key {
  readonly path: string;
  readonly schema: ExtensionSchema;
}

/** All keys below a schema that hold a value of their own, objects before their members. */
function keysOf({ path, schema }: Key): readonly Key[] {
  const prefix = path === "" ? "" : `${path}.`;
  const named = Object.entries(schema.properties ?? {}).map(([name, value]) => ({
    path: `${prefix}${name}`,
    schema: value,
  }));
  const members =
    typeof schema.additionalProperties === "object" && hasKeys(schema.additionalProperties)
      ? [...named, { path: `${prefix}<name>`, schema: schema.additionalProperties }]
      : named;
  return members.flatMap((member) => [member, ...keysOf(member)]);
}

function hasKeys(schema: ExtensionSchema): boolean {
  return schema.properties !== undefined;
}

function valueOf(schema: ExtensionSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(valueOf).join(" or ");
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  switch (schema.type) {
    case "array":
      return schema.items === undefined ? "list" : `list of ${valueOf(schema.items)}`;
    case "integer":
      return schema.minimum === undefined ? "integer" : `integer from ${schema.minimum}`;
    case "string":
      return "text";
    case undefined:
      return "any";
    default:
      return schema.type;
  }
}

function code(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text}\``;
}

function row({ path, schema }: Key): string {
  const byDefault = schema.default === undefined ? "" : code(schema.default);
  const example = schema.examples?.[0] === undefined ? "" : ` E.g. ${code(schema.examples[0])}.`;
  const says = `${schema.description ?? ""}${example}`;
  return `| \`${path}\` | ${valueOf(schema)} | ${byDefault} | ${cell(says)} |`;
}

/** Text in a cell of a table: what Markdown would take for markup stands for itself. */
function cell(text: string): string {
  return text.replaceAll(/[|<]/g, (mark) => `\\${mark}`);
}

function chapter(place: ExtensionPlace): string {
  const rows = keysOf({ path: "", schema: EXTENSION_SCHEMAS[place] }).map(row);
  const head = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"];
  return `${PLACES[place]}\n\n${[...head, ...rows].join("\n")}`;
}

const ORDER = ["root", "server", "channel", "operation", "message"] as const;

/** `docs/x-framegate.md`: every key of the extension, by the place where it stands. */
export function extensionPage(): string {
  return [OPENING, ...ORDER.map(chapter)].join("\n\n");
}
