import { memberPlace, schemesOf, textOf } from "../objects.ts";
import type { Rule } from "../rule.ts";

/** OpenAPI's apiKey, which AsyncAPI calls httpApiKey. */
export const securitySchemeType: Rule = {
  id: "security-scheme-type",
  *detect({ tree, major }) {
    for (const scheme of schemesOf(tree, major)) {
      const where = textOf(scheme, "in");
      if (textOf(scheme, "type") !== "apiKey" || where === null) continue;
      if (!["query", "header", "cookie"].includes(where) || textOf(scheme, "name") === null)
        continue;
      const place = memberPlace(scheme, "type");
      yield {
        place,
        message: `type is "apiKey" with in: ${where}, read as "httpApiKey"`,
        hint: "write type: httpApiKey",
        patches: [{ place, value: "httpApiKey" }],
      };
    }
  },
};
