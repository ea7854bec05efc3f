import type Ajv from "ajv/dist/core.js";
import { _ } from "ajv/dist/core.js";
import { getProperty } from "ajv/dist/compile/codegen/code.js";
import { UsedValueState, ValueScopeName } from "ajv/dist/compile/codegen/scope.js";
import type { ScopeValueSets, UsedScopeValues } from "ajv/dist/compile/codegen/scope.js";
import type { SourceCode } from "ajv/dist/types/index.js";

/**
 * The text of many validators that share their functions, as ajv's own `standaloneCode` writes it; that one
 * copies all it has for each further validator and each further constant of one, which takes minutes for thousands.
 */
export function standaloneText(ajv: Ajv.default, keys: readonly string[]): string {
  const used: UsedScopeValues = {};
  const parts = ['"use strict";'];
  for (const key of keys) {
    const source = ajv.getSchema(key)?.source;
    if (source !== undefined) {
      const code = codeOf(source, used);
      parts.push(String(_`exports${getProperty(key)} = ${source.validateName};`), code);
    }
  }
  return parts.join("");
}

/** A validator's own code behind that of all that it uses and nobody before it has used. */
function codeOf(source: SourceCode, used: UsedScopeValues): string {
  const { validateName, validateCode, evaluated } = source;
  if (stateOf(used, validateName) === UsedValueState.Completed) {
    return "";
  }
  setState(used, validateName, UsedValueState.Started);
  const code = `${scopeText(source.scopeValues, used)}${validateCode}`;
  return evaluated === undefined
    ? code
    : code + String(_`${validateName}.evaluated = ${evaluated};`);
}

/** All that a validator uses besides itself and nobody before it has used. */
function scopeText(values: ScopeValueSets, used: UsedScopeValues): string {
  const parts: string[] = [];
  for (const name of Object.values(values).flatMap((names) => [...(names ?? [])])) {
    if (stateOf(used, name) !== undefined) {
      continue;
    }
    setState(used, name, UsedValueState.Started);
    const { code } = name.value ?? {};
    parts.push(
      code === undefined ? referenceCode(name, used) : String(_`const ${name} = ${code};`),
    );
    setState(used, name, UsedValueState.Completed);
  }
  return parts.join("");
}

/** The code of another validator that one uses, as a function or, where the two are recursive, by a wrapper. */
function referenceCode(name: ValueScopeName, used: UsedScopeValues): string {
  const reference: unknown = name.value?.ref;
  if (name.prefix === "validate" && typeof reference === "function" && hasSource(reference)) {
    return codeOf(reference.source, used);
  }
  if ((name.prefix !== "root" && name.prefix !== "wrapper") || !isEnvironment(reference)) {
    throw new Error(`a validator uses "${String(name)}", which has no code`);
  }
  const { validate, validateName } = reference;
  const wrapper = String(_`const ${name} = {validate: ${validateName}};`);
  if (stateOf(used, validateName) === UsedValueState.Started || !hasSource(validate)) {
    return wrapper;
  }
  return `${wrapper}${codeOf(validate.source, used)}`;
}

function stateOf(used: UsedScopeValues, name: ValueScopeName): UsedValueState | undefined {
  return used[name.prefix]?.get(name);
}

function setState(used: UsedScopeValues, name: ValueScopeName, state: UsedValueState): void {
  const names = used[name.prefix] ?? new Map<ValueScopeName, UsedValueState | undefined>();
  used[name.prefix] = names;
  names.set(name, state);
}

function hasSource(value: unknown): value is { readonly source: SourceCode } {
  return typeof value === "function" && "source" in value && typeof value.source === "object";
}

/** What ajv keeps of a schema that refers to itself. */
interface Environment {
  readonly validate?: unknown;
  readonly validateName: ValueScopeName;
}

function isEnvironment(value: unknown): value is Environment {
  return (
    typeof value === "object" &&
    value !== null &&
    "validateName" in value &&
    value.validateName instanceof ValueScopeName
  );
}
