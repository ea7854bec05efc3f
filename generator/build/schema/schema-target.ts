import type { SourceNode, SourceTree } from "../../source/tree.ts";
import type { Say } from "./findings.ts";
import { isObject, memberOf, shown } from "./node.ts";

/** What a `$ref` of a schema leads to, as far as that is a schema. */
export interface SchemaTarget {
  readonly node: SourceNode;
  /** What the author named instead of a schema; null: a schema. */
  readonly instead: "message" | "other" | null;
}

const MESSAGE = /^\/(?:components\/messages|channels\/[^/]+\/messages)\/[^/]+$/u;

/** Objects of AsyncAPI that are no schemas; as one, each would let everything pass. */
const OTHER =
  /^\/(?:components\/(?:channels|servers|operations|parameters|securitySchemes|messages|serverVariables|correlationIds|replies|replyAddresses|externalDocs|tags|(?:operation|message)Traits|(?:server|channel|operation|message)Bindings)|channels|channels\/[^/]+\/(?:messages|parameters)|servers|operations)\/[^/]+$/u;

/** The target of a `$ref` read as a schema: of a message, its payload. */
export function schemaTarget(target: SourceNode, tree: SourceTree): SchemaTarget {
  const payload = MESSAGE.test(target.pointer) ? memberOf(target, "payload") : null;
  const meant = payload === null ? null : (tree.follow(payload)?.node ?? null);
  if (meant !== null) {
    return { node: meant, instead: "message" };
  }
  return { node: target, instead: OTHER.test(target.pointer) ? "other" : null };
}

/** Reports a `$ref`, which `node` holds, that leads to something else than a schema. */
export function reportTarget(node: SourceNode, { instead }: SchemaTarget, say: Say): void {
  if (instead === null || !isObject(node.value)) {
    return;
  }
  const place = memberOf(node, "$ref") ?? node;
  const written = shown(node.value["$ref"] ?? null);
  if (instead === "other") {
    const hint = "write a reference to a schema, such as #/components/schemas/Chat";
    say("schema-ref-target", place, `${written} leads to no schema`, hint);
    return;
  }
  const message = `${written} leads to a message, read as leading to its payload`;
  say("schema-ref-message", place, message, `write a $ref to the schema of its payload`);
}
