import { runInThisContext } from "node:vm";
import { compileValueChecks } from "../../../generator/checks/value/index.ts";
import type { ValueChecksInput } from "../../../generator/checks/value/index.ts";
import type { JsonSchema } from "../../../generator/model/api.ts";
import * as bytes from "../../../templates/typescript/core/checking/bytes.ts";
import * as choice from "../../../templates/typescript/core/checking/choice.ts";
import * as combination from "../../../templates/typescript/core/checking/combination.ts";
import * as constant from "../../../templates/typescript/core/checking/constant.ts";
import * as equality from "../../../templates/typescript/core/checking/equality.ts";
import * as fault from "../../../templates/typescript/core/checking/fault.ts";
import * as formats from "../../../templates/typescript/core/checking/formats.ts";
import * as fuel from "../../../templates/typescript/core/checking/fuel.ts";
import * as items from "../../../templates/typescript/core/checking/items.ts";
import * as kind from "../../../templates/typescript/core/checking/kind.ts";
import * as members from "../../../templates/typescript/core/checking/members.ts";
import * as number from "../../../templates/typescript/core/checking/number.ts";
import * as pattern from "../../../templates/typescript/core/checking/pattern.ts";
import * as text from "../../../templates/typescript/core/checking/text.ts";
import * as unevaluated from "../../../templates/typescript/core/checking/unevaluated.ts";
import * as uri from "../../../templates/typescript/core/checking/uri.ts";
import type { Check, Fault } from "../../../templates/typescript/core/fault.ts";

/** All modules of the core that checks import, by their names. */
export const CORE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "checking/bytes": bytes,
  "checking/choice": choice,
  "checking/combination": combination,
  "checking/constant": constant,
  "checking/equality": equality,
  "checking/fault": fault,
  "checking/formats": formats,
  "checking/fuel": fuel,
  "checking/items": items,
  "checking/kind": kind,
  "checking/members": members,
  "checking/number": number,
  "checking/pattern": pattern,
  "checking/text": text,
  "checking/unevaluated": unevaluated,
  "checking/uri": uri,
};

const EVERYTHING = Object.assign({}, ...Object.values(CORE)) as Readonly<Record<string, unknown>>;

type Chooser = (value: unknown) => readonly number[] | Fault;

/** Runs the module's text as a script, with the core's own functions in the place of its imports. */
export function runModule(code: string): Readonly<Record<string, unknown>> {
  const names: string[] = [];
  const body = code
    .replaceAll(/^import (\{[^}]+\}) from "[^"]+";$/gmu, "const $1=core;")
    .replaceAll(/^export const (\w+)/gmu, (_all, name: string) => {
      names.push(name);
      return `const ${name}`;
    })
    .replace(/^export \{([^}]*)\};$/mu, (_all, list: string) => {
      for (const [, from = "", to = ""] of list.matchAll(/(\w+) as (\w+)/gu)) {
        names.push(`${to}:${from}`);
      }
      return "";
    });
  const run = runInThisContext(`(core)=>{"use strict";${body}\nreturn {${names.join()}}}`) as (
    core: unknown,
  ) => Readonly<Record<string, unknown>>;
  return run(EVERYTHING);
}

/** Compiles and runs; the check of a schema has the schema's name in the answer. */
export function valueChecksOf(
  schemas: Readonly<Record<string, JsonSchema>>,
  sabotage: (code: string) => string = (code) => code,
): (name: string) => Check {
  const names = new Map(Object.keys(schemas).map((name, index) => [name, `check${index}`]));
  const checks = [...names].map(([schema, name]) => ({ name, schema }));
  const module = runModule(sabotage(compileValueChecks({ schemas, checks }).code));
  return (name) => module[names.get(name) ?? ""] as Check;
}

/** Compiles and runs choosers alone, by their names. */
export function choosersOf(
  choosers: NonNullable<ValueChecksInput["choosers"]>,
): (name: string) => Chooser {
  const module = runModule(compileValueChecks({ schemas: {}, checks: [], choosers }).code);
  const choose = (name: string) =>
    module[name] as (value: unknown, no: typeof choice.noMessage) => ReturnType<Chooser>;
  return (name) => (value) => choose(name)(value, choice.noMessage);
}
