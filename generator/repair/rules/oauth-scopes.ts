import { memberOf, memberPlace, membersOf, objectAt, placeOf, schemesOf } from "../objects.ts";
import type { Rule } from "../rule.ts";

/** An OAuth flow's scopes under the name that the other major version has for them. */
export const oauthScopes: Rule = {
  id: "oauth-scopes",
  *detect({ tree, major }) {
    const [wrong, right] =
      major === 3 ? ["scopes", "availableScopes"] : ["availableScopes", "scopes"];
    for (const scheme of schemesOf(tree, major)) {
      for (const written of membersOf(objectAt(tree, memberOf(scheme, "flows")))) {
        const flow = objectAt(tree, written);
        const scopes = objectAt(tree, memberOf(flow, wrong));
        if (flow === null || scopes === null || memberOf(flow, right) !== null) continue;
        const place = memberPlace(flow, wrong);
        yield {
          place,
          message: `"${wrong}" belongs to another version of AsyncAPI, read as "${right}"`,
          hint: `write ${right}`,
          patches: [
            { place: memberPlace(flow, right), value: scopes.value, origin: placeOf(scopes) },
            { place, value: undefined },
          ],
        };
      }
    }
  },
};
