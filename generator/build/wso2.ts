import type { BuildContext } from "./context.ts";
import type { DraftChannel, DraftOperation, DraftSecurity } from "./draft.ts";
import { childOf, fieldsOf, membersOf, textOf, textsOf, type Fields } from "./fields.ts";

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

/** `x-auth-type: None` on a channel: what its server asks of everyone is not asked there. */
export function isOpen(channel: DraftChannel): boolean {
  return authType(channel) === "none";
}

/**
 * Any other `x-auth-type` asks for a token of the document's oauth2 schemes, which WSO2 does not repeat
 * under `security`; null: the channel has no such key, or the document no such scheme.
 */
export function wso2Security(context: BuildContext, channel: DraftChannel): DraftSecurity {
  const type = authType(channel);
  if (type === null || type === "none") {
    return null;
  }
  const components = childOf(context.tree.root, "components");
  const schemes = components === null ? null : childOf(components, "securitySchemes");
  const tokens = membersOf(schemes).flatMap(([name, node]) => {
    const scheme = fieldsOf(context.tree, node);
    return scheme === null || textOf(scheme, "type") !== "oauth2"
      ? []
      : [[{ scheme: scheme.node, name, scopes: [] }]];
  });
  return tokens.length === 0 ? null : tokens;
}

function authType({ fields }: DraftChannel): string | null {
  return textOf(fields, "x-auth-type")?.toLowerCase() ?? null;
}
