import type { DraftChannel, DraftOperation } from "./draft.ts";
import { childOf, textOf, textsOf, type Fields } from "./fields.ts";

/**
 * Extensions of WSO2 API Manager that change what a document means: `x-uri-mapping` on operations,
 * `x-scopes` on operations, `x-auth-type` on channels.
 */

/** The path on the backend that a channel's operations ask for, parameters in plain braces; null: none. */
export function uriMapping(operations: readonly DraftOperation[]): string | null {
  for (const { fields } of operations) {
    const mapping = textOf(fields, "x-uri-mapping");
    if (mapping !== null && mapping !== "") {
      return `/${mapping.replace(/^\/+/, "")}`.replaceAll(/\{uri\.var\.([^{}]+)\}/g, "{$1}");
    }
  }
  return null;
}

/** Scopes that an operation needs, any form that WSO2 writes: a list, or one text with commas. */
export function wso2Scopes(fields: Fields): readonly string[] {
  const text = textOf(fields, "x-scopes");
  return text === null
    ? textsOf(fields, "x-scopes")
    : text.split(/[\s,]+/).filter((scope) => scope !== "");
}

/** `x-auth-type: None`: whoever comes may use the channel. */
export function isOpen(channel: DraftChannel, operations: readonly DraftOperation[]): boolean {
  const types = [channel.fields, ...operations.map(({ fields }) => fields)].flatMap((fields) => {
    const type = childOf(fields.node, "x-auth-type")?.value;
    return typeof type === "string" ? [type.toLowerCase()] : [];
  });
  return types.length > 0 && types.every((type) => type === "none");
}
