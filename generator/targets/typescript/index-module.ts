import { printImport } from "../../render/javascript-import.ts";
import type { SdkChecks } from "./checks.ts";
import type { NamedRoute } from "./named-routes.ts";

/** `lib/index.js`, which checks every message, or `lib/unchecked.js`, which does not and is smaller. */
export function indexModule(
  routes: readonly NamedRoute[],
  checks: SdkChecks,
  isChecked: boolean,
): string {
  const used = routes.flatMap(({ plan }) => checkNames(plan, checks));
  const imports = [
    printImport(["platform"], "#platform"),
    ...(isChecked ? [printImport(used, "./checks.js")] : []),
    printImport(["connectTo"], "./core/client.js"),
    ...routes.map(({ names }) => printImport([names.table], `./${names.module}.js`)),
  ];
  const functions = routes.map((route) => connectFunction(route, isChecked ? checks : null));
  const errors = `export { ClientError } from "./core/errors.js";\n`;
  return `${imports.join("")}\n${errors}\n${functions.join("\n")}`;
}

/** The table of a route is made once, when it is first connected to. */
function connectFunction({ names, plan }: NamedRoute, checks: SdkChecks | null): string {
  const table = checks === null ? "null" : printShorthand(checkNames(plan, checks));
  return [
    `let ${names.connect}Table;\n\n`,
    `export function ${names.connect}(parameters, options = {}) {\n`,
    `  ${names.connect}Table ??= ${names.table}(${table});\n`,
    `  return connectTo(platform, ${names.connect}Table, parameters, options);\n`,
    `}\n`,
  ].join("");
}

function printShorthand(names: readonly string[]): string {
  const line = `{ ${names.join(", ")} }`;
  return line.length <= 70 ? line : `{\n${names.map((name) => `    ${name},\n`).join("")}  }`;
}

/** Names of the checks that a route's table takes. */
function checkNames({ sends, receives, route }: NamedRoute["plan"], checks: SdkChecks): string[] {
  const ids = [...sends.map(({ message }) => message.id), ...receives.map(({ id }) => id)];
  const ofMessages = ids.flatMap((id) => checks.messages.get(id) ?? []);
  const ofParameters = checks.parameters.get(route.id);
  return [...new Set([...ofMessages, ...(ofParameters === undefined ? [] : [ofParameters])])];
}
