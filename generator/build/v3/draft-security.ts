import { segmentsOf } from "../../source/pointer.ts";
import type { BuildContext } from "../context.ts";
import type { DraftSecurity } from "../draft.ts";
import { fieldsOf, itemsOf, textsOf, type Fields } from "../fields.ts";

/** 3.x: a list of schemes, any one of which will do; scopes stand in the scheme (3.0.0, Security Scheme Object). */
export function draftSecurity(context: BuildContext, fields: Fields): DraftSecurity {
  const list = fields.get("security");
  if (list === null) {
    return null;
  }
  return itemsOf(list).flatMap((item) => {
    const followed = context.tree.follow(item);
    const scheme = followed === null ? null : fieldsOf(context.tree, followed.node);
    if (followed === null || scheme === null) {
      return [];
    }
    const named = [...followed.via, followed.node]
      .map((at) => segmentsOf(at.pointer))
      .find(
        ([head, group, , ...rest]) =>
          head === "components" && group === "securitySchemes" && rest.length === 0,
      );
    return [
      [{ scheme: followed.node, name: named?.[2] ?? null, scopes: textsOf(scheme, "scopes") }],
    ];
  });
}
