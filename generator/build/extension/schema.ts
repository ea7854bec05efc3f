import {
  CHANNEL_SCHEMA,
  MESSAGE_SCHEMA,
  OPERATION_SCHEMA,
  SERVER_SCHEMA,
} from "./place-schemas.ts";
import { ROOT_SCHEMA } from "./root-schema.ts";
import type { ExtensionSchema } from "./schema-parts.ts";

/** Where `x-framegate` may stand. */
export type ExtensionPlace = "root" | "server" | "channel" | "operation" | "message";

/** The schema of `x-framegate` at each place: what is checked, documented and published. */
export const EXTENSION_SCHEMAS: Readonly<Record<ExtensionPlace, ExtensionSchema>> = {
  root: ROOT_SCHEMA,
  server: SERVER_SCHEMA,
  channel: CHANNEL_SCHEMA,
  operation: OPERATION_SCHEMA,
  message: MESSAGE_SCHEMA,
};

/** The groups of an overlay and what their members are. */
export const OVERLAY_GROUPS = {
  servers: "server",
  channels: "channel",
  operations: "operation",
  messages: "message",
} as const satisfies Record<string, ExtensionPlace>;

/**
 * The published `specs/x-framegate.schema.json`: `$defs` holds the extension at each place, the top level
 * is an overlay file, so that editors check `<document>.framegate.yaml` with it.
 */
export function publishedSchema(): Readonly<Record<string, unknown>> {
  const group = (place: ExtensionPlace): unknown => ({
    type: "object",
    additionalProperties: {
      type: "object",
      properties: { "x-framegate": { $ref: `#/$defs/${place}` } },
      additionalProperties: false,
    },
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "x-framegate",
    description:
      "The AsyncAPI extension x-framegate, by place under $defs, and at the top level an overlay that sets it on a document from outside.",
    type: "object",
    properties: {
      "x-framegate": { $ref: "#/$defs/root" },
      ...Object.fromEntries(
        Object.entries(OVERLAY_GROUPS).map(([name, place]) => [name, group(place)]),
      ),
    },
    additionalProperties: false,
    $defs: EXTENSION_SCHEMAS,
  };
}
