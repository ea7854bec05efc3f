import type { SdkChecks } from "./checks.ts";
import type { NamedRoute } from "./named-routes.ts";

/** `lib/index.js`, which checks, or `lib/unchecked.js`, which is smaller. */
export function indexModule(
  routes: readonly NamedRoute[],
  checks: SdkChecks,
  isChecked: boolean,
): string {
  const imports = routes.map(({ names, plan }, index) => {
    const wanted = [...new Set(checkNames(plan, checks))];
    return [
      ...(isChecked && wanted.length > 0
        ? [`import { ${wanted.join(", ")} } from "./checks.js";\n`]
        : []),
      `import { route as route${index} } from "./${names.module}.js";\n`,
    ].join("");
  });
  const functions = routes.map(({ names, plan }, index) => {
    const wanted = isChecked ? `{ ${[...new Set(checkNames(plan, checks))].join(", ")} }` : "null";
    return [
      `const table${index} = /* @__PURE__ */ route${index}(${wanted});\n\n`,
      `export const ${names.connect} = (parameters, options = {}) =>\n`,
      `  connectTo(platform, table${index}, parameters, options);\n`,
    ].join("");
  });
  return [
    `import { platform } from "#platform";\n`,
    ...imports,
    `import { connectTo } from "./core/client.js";\n\n`,
    `export { ClientError } from "./core/errors.js";\n\n`,
    functions.join("\n"),
  ].join("");
}

function checkNames(plan: NamedRoute["plan"], checks: SdkChecks): readonly string[] {
  const ids = [
    ...plan.sends.map(({ message }) => message.id),
    ...plan.receives.map(({ id }) => id),
  ];
  return [
    ...ids.flatMap((id) => checks.messages.get(id) ?? []),
    ...[checks.parameters.get(plan.route.id) ?? []].flat(),
  ];
}
