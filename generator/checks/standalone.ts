import type Ajv from "ajv/dist/core.js";
import { _, nil } from "ajv/dist/core.js";
import type { Code } from "ajv/dist/core.js";
import { _Code, getProperty } from "ajv/dist/compile/codegen/code.js";
import { UsedValueState, ValueScopeName } from "ajv/dist/compile/codegen/scope.js";
import type { UsedScopeValues } from "ajv/dist/compile/codegen/scope.js";
import type { SourceCode } from "ajv/dist/types/index.js";

/**
 * The text of many validators that share their functions, as ajv's own `standaloneCode` writes it; that one
 * copies all it has for each further validator, which takes minutes for thousands of messages.
 */
export function standaloneText(ajv: Ajv.default, keys: readonly string[]): string {
  const used: UsedScopeValues = {};
  const parts = ['"use strict";'];
  for (const key of keys) {
    const source = ajv.getSchema(key)?.source;
    if (source !== undefined) {
      const code = codeOf(source, ajv, used);
      parts.push(String(_`exports${getProperty(key)} = ${source.validateName};`), String(code));
    }
  }
  return parts.join("");
}

/** A validator's own code behind that of all that it uses and nobody before it has used. */
function codeOf(source: SourceCode, ajv: Ajv.default, used: UsedScopeValues): Code {
  const { validateName, validateCode, evaluated } = source;
  if (stateOf(used, validateName) === UsedValueState.Completed) {
    return nil;
  }
  start(used, validateName);
  const scope = ajv.scope.scopeCode(source.scopeValues, used, (name) =>
    referenceCode(name, ajv, used),
  );
  const code = new _Code(String(scope) + validateCode);
  return evaluated === undefined ? code : _`${code}${validateName}.evaluated = ${evaluated};`;
}

/** The code of another validator that one uses, as a function or, where the two are recursive, by a wrapper. */
function referenceCode(
  name: ValueScopeName,
  ajv: Ajv.default,
  used: UsedScopeValues,
): Code | undefined {
  const reference: unknown = name.value?.ref;
  if (name.prefix === "validate" && typeof reference === "function") {
    return hasSource(reference) ? codeOf(reference.source, ajv, used) : undefined;
  }
  if ((name.prefix !== "root" && name.prefix !== "wrapper") || !isEnvironment(reference)) {
    return undefined;
  }
  const { validate, validateName } = reference;
  const wrapper = _`const ${name} = {validate: ${validateName}};`;
  if (stateOf(used, validateName) === UsedValueState.Started || !hasSource(validate)) {
    return wrapper;
  }
  return _`${wrapper}${codeOf(validate.source, ajv, used)}`;
}

function stateOf(used: UsedScopeValues, name: ValueScopeName): UsedValueState | undefined {
  return used[name.prefix]?.get(name);
}

function start(used: UsedScopeValues, name: ValueScopeName): void {
  const names = used[name.prefix] ?? new Map<ValueScopeName, UsedValueState | undefined>();
  used[name.prefix] = names;
  names.set(name, UsedValueState.Started);
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
