import type { JsonSchema } from "../../../generator/model/api.ts";
import { groupOf, inputOf } from "../../checks/run-checks.ts";
import type { SubjectsInput } from "./compile-subject.ts";

const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  order: {
    type: "object",
    required: ["type", "id", "quantity"],
    additionalProperties: false,
    properties: {
      type: { const: "order" },
      id: { type: "string", minLength: 1, maxLength: 5 },
      quantity: { type: "integer", minimum: 1, maximum: 1000 },
      price: { type: "number", exclusiveMinimum: 0, multipleOf: 0.01 },
      at: { type: "string", format: "date-time" },
      tags: { type: "array", items: { type: "string", pattern: "^[a-z]+$" }, maxItems: 3 },
    },
  },
  open: {
    type: "object",
    required: ["type"],
    properties: { type: { const: "open" }, on: { type: "boolean" } },
  },
  tree: {
    type: "object",
    required: ["type", "nodes"],
    properties: {
      type: { const: "tree" },
      nodes: { type: "array", items: { $ref: "#/$defs/node" } },
    },
  },
  node: {
    type: "object",
    properties: {
      children: { type: "array", items: { $ref: "#/$defs/node" } },
      name: { type: "string" },
    },
    additionalProperties: false,
  },
};
const MESSAGES = ["order", "open", "tree"];

/** A small API in which every kind of slip of an acceptor shows. */
export const madeInput: SubjectsInput = {
  name: "made",
  schemas: SCHEMAS,
  messages: inputOf(SCHEMAS, MESSAGES).messages,
  groups: [
    { group: groupOf("all", MESSAGES), flow: "clientToServer" },
    ...MESSAGES.map((id) => ({ group: groupOf(id, [id]), flow: "clientToServer" as const })),
  ],
};
