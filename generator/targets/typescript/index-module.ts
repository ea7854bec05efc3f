import type { ApiDocument } from "../../../runtime/contract/v1.ts";
import { freeName } from "../../naming/free-name.ts";
import { printImport } from "../../render/javascript-import.ts";
import type { SdkChecks } from "./checks.ts";
import { closeCodeConstant } from "./close-codes.ts";
import { memberName } from "./member-names.ts";
import type { NamedRoute } from "./named-routes.ts";

/** What the module of a route exports: the function that makes the route's table. */
export const ROUTE_EXPORT = "route";

/** What the index of an SDK is made of. */
export interface IndexModuleInput {
  readonly api: Pick<ApiDocument, "closeCodes">;
  readonly routes: readonly NamedRoute[];
  readonly checks: SdkChecks;
}

/** `lib/index.js`, which checks every message, or `lib/unchecked.js`, which does not and is smaller. */
export function indexModule({ api, routes, checks }: IndexModuleInput, isChecked: boolean): string {
  const used = routes.flatMap(({ plan }) => checkNames(plan, checks));
  const locals = localNames(routes, [...used, ...checks.likely.values()]);
  const imports = [
    printImport(["platform"], "#platform"),
    ...(isChecked ? [printImport(used, "./checks.js"), ...traitsImport(checks)] : []),
    printImport(["connectTo"], "./core/client.js"),
    ...locals.map(({ names, makeTable }) =>
      printImport([`${ROUTE_EXPORT} as ${makeTable}`], `./${names.module}.js`),
    ),
  ];
  const functions = locals.map((route) => connectFunction(route, isChecked ? checks : null));
  const exports = [
    `export { ClientError } from "./core/errors.js";\n`,
    `export { REFUSALS } from "./core/refusals.js";\n\n`,
    closeCodeConstant(api),
  ];
  return `${imports.join("")}\n${exports.join("")}${functions.join("\n")}`;
}

/** A route with the names that only the index has for it. */
interface LocalRoute extends NamedRoute {
  readonly makeTable: string;
  readonly table: string;
}

/** Checks and functions that connect have their names already. */
function localNames(routes: readonly NamedRoute[], used: readonly string[]): readonly LocalRoute[] {
  const taken = new Set([
    "platform",
    "connectTo",
    "parameters",
    "options",
    ...used,
    ...routes.map(({ names }) => names.connect),
  ]);
  const take = (wanted: string, id: string): string => {
    const name = freeName(wanted, id, (one) => taken.has(one));
    taken.add(name);
    return name;
  };
  return routes.map((route) => {
    const { id } = route.plan.route;
    const member = memberName(id);
    return { ...route, makeTable: take(`${member}Route`, id), table: take(`${member}Table`, id) };
  });
}

/** The table of a route is made once, when it is first connected to. */
function connectFunction(
  { names, plan, makeTable, table }: LocalRoute,
  checks: SdkChecks | null,
): string {
  const given = checks === null ? "" : printShorthand(givenNames(plan, checks));
  return [
    `let ${table};\n\n`,
    `export function ${names.connect}(parameters, options = {}) {\n`,
    `  ${table} ??= ${makeTable}(${given});\n`,
    `  return connectTo(platform, ${table}, parameters, options);\n`,
    `}\n`,
  ].join("");
}

function printShorthand(names: readonly string[]): string {
  const line = `{ ${names.join(", ")} }`;
  return line.length <= 70 ? line : `{\n${names.map((name) => `    ${name},\n`).join("")}  }`;
}

function traitsImport({ likely }: SdkChecks): readonly string[] {
  return likely.size === 0 ? [] : [printImport(likely.values(), "./traits.js")];
}

/** Names of all that a route's table takes. */
function givenNames(plan: NamedRoute["plan"], checks: SdkChecks): string[] {
  const likely = checks.likely.get(plan.route.id);
  return [...checkNames(plan, checks), ...(likely === undefined ? [] : [likely])];
}

/** Names of the checks among them. */
function checkNames({ sends, receives, route }: NamedRoute["plan"], checks: SdkChecks): string[] {
  const ids = [...sends.map(({ message }) => message.id), ...receives.map(({ id }) => id)];
  const ofMessages = ids.flatMap((id) => checks.messages.get(id) ?? []);
  const ofParameters = checks.parameters.get(route.id);
  const hasChoosers = route.flows.serverToClient.groups.some(({ id }) => checks.choosers.has(id));
  return [
    ...new Set(ofMessages),
    ...(ofParameters === undefined ? [] : [ofParameters]),
    ...(hasChoosers ? ["noMessage"] : []),
  ];
}
