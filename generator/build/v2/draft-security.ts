import type { SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import type { DraftSchemeUse, DraftSecurity } from "../draft.ts";
import { childOf, isObject, itemsOf, membersOf } from "../fields.ts";

/**
 * 2.x: a list of requirements, any one of which will do; all schemes of one are needed
 * (Security Requirement Object).
 */
export function draftSecurity(context: BuildContext, list: SourceNode | null): DraftSecurity {
  return list === null
    ? null
    : itemsOf(list).map((requirement) =>
        membersOf(requirement).flatMap(([name, scopes]) => schemeUse(context, name, scopes)),
      );
}

function schemeUse(
  context: BuildContext,
  name: string,
  scopes: SourceNode,
): readonly DraftSchemeUse[] {
  const components = childOf(context.tree.root, "components");
  const schemes = components === null ? null : childOf(components, "securitySchemes");
  const node = schemes === null ? null : childOf(schemes, name);
  const scheme = node === null ? undefined : context.tree.follow(node)?.node;
  if (scheme === undefined || !isObject(scheme.value)) {
    const known = membersOf(schemes)
      .map(([id]) => id)
      .join(", ");
    context.find(
      "security-scheme",
      scopes,
      `security names "${name}", which components.securitySchemes does not have`,
      known === "" ? "describe it there" : `there are: ${known}`,
    );
    return [];
  }
  const named = itemsOf(scopes).flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  return [{ scheme, name, scopes: named }];
}
