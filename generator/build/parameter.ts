import type { Parameter, ParameterValue } from "../model/api.ts";
import type { SourceNode } from "../source/tree.ts";
import type { Address } from "./address.ts";
import { originOf, type BuildContext } from "./context.ts";
import type { DraftChannel } from "./draft.ts";
import { fieldsOf, isTrue, itemsOf, membersOf, textOf, textsOf, type Fields } from "./fields.ts";
import { groupBy } from "./group-by.ts";
import { ANY_TEXT, textSchema } from "./parameter-value.ts";
import { plainOf } from "./plain-json.ts";

/** A channel's `parameters`: those in its address, then those that only a query or header can hold. */
export function channelParameters(
  context: BuildContext,
  channel: DraftChannel,
  address: Pick<Address, "parameters" | "queryParameters">,
): readonly Parameter[] {
  const described = new Map(membersOf(channel.fields.get("parameters")));
  const inPath = address.parameters.map((name) => {
    const node = described.get(name) ?? null;
    if (node === null) {
      context.find(
        "parameter-undeclared",
        channel.fields.get("address") ?? channel.fields.node,
        `channel "${channel.id}" does not describe {${name}} of its address, which may be any text`,
      );
    }
    const origin = channel.fields.node;
    return lowerParameter(context, { node, origin, place: "path", name, required: true });
  });
  const inQuery = address.queryParameters.map(({ name, variable }) => {
    const node = described.get(variable) ?? null;
    const origin = channel.fields.node;
    return lowerParameter(context, { node, origin, place: "query", name, required: true });
  });
  const used = new Set([
    ...address.parameters,
    ...address.queryParameters.map(({ variable }) => variable),
  ]);
  const others = [...described].filter(([name]) => !used.has(name));
  return [
    ...inPath,
    ...inQuery,
    ...others.flatMap(([name, node]) => elsewhere(context, channel, name, node)),
  ];
}

const HEADER = /^\$message\.header#\/(.+)$/;

/** A parameter that the address does not hold: real documents write handshake parameters so. */
function elsewhere(
  context: BuildContext,
  channel: DraftChannel,
  name: string,
  node: SourceNode,
): readonly Parameter[] {
  const fields = fieldsOf(context.tree, node);
  const header = HEADER.exec(textOf(fields, "location") ?? "")?.[1];
  const place = header === undefined ? "query" : "header";
  const finalName = header ?? name;
  context.find(
    "parameter-not-in-address",
    node,
    `parameter "${name}" is not in the address of channel "${channel.id}", read as the optional ${place} parameter "${finalName}"`,
    `write it under bindings.ws.${place === "query" ? "query" : "headers"}.properties`,
  );
  return place === "header" && isReserved(context, finalName, node)
    ? []
    : [lowerParameter(context, { node, origin: node, place, name: finalName, required: false })];
}

/** `bindings.ws.query` and `.headers`: one parameter for each property of their schemas. */
export function boundParameters(
  context: BuildContext,
  channel: DraftChannel,
): readonly Parameter[] {
  const binding = channel.fields.object("bindings")?.object("ws") ?? null;
  return [
    ...propertiesOf(context, binding?.object("query") ?? null, "query"),
    ...propertiesOf(context, binding?.object("headers") ?? null, "header"),
  ];
}

function propertiesOf(
  context: BuildContext,
  schema: Fields | null,
  place: "query" | "header",
): readonly Parameter[] {
  if (schema === null) {
    return [];
  }
  const parts = schemaParts(context, schema);
  const required = new Set(parts.flatMap((part) => textsOf(part, "required")));
  const found = new Map<string, SourceNode>();
  for (const part of parts) {
    for (const [name, node] of membersOf(part.get("properties"))) {
      found.set(name, found.get(name) ?? node);
    }
  }
  return [...found].flatMap(([name, node]) => {
    if (place === "header" && isReserved(context, name, node)) {
      return [];
    }
    const must = required.has(name) || isTrue(fieldsOf(context.tree, node), "required");
    return [lowerParameter(context, { node, origin: node, place, name, required: must })];
  });
}

/** The schema and those it joins by `allOf`, each once. */
function schemaParts(context: BuildContext, schema: Fields): readonly Fields[] {
  const parts = [schema];
  const seen = new Set([schema.node.value]);
  for (let index = 0; index < parts.length; index++) {
    for (const node of itemsOf(parts[index]?.get("allOf") ?? null)) {
      const part = fieldsOf(context.tree, node);
      if (part !== null && !seen.has(part.node.value)) {
        seen.add(part.node.value);
        parts.push(part);
      }
    }
  }
  return parts;
}

/** Whether `additionalProperties` of the query schema is `false`; null: there is no query schema. */
export function isQueryClosed(channel: DraftChannel): boolean | null {
  const query = channel.fields.object("bindings")?.object("ws")?.object("query") ?? null;
  return query === null ? null : query.get("additionalProperties")?.value === false;
}

const RESERVED = /^(connection|upgrade|host|content-length|transfer-encoding|sec-websocket-.*)$/i;

function isReserved(context: BuildContext, name: string, at: SourceNode): boolean {
  if (!RESERVED.test(name)) {
    return false;
  }
  context.find(
    "header-reserved",
    at,
    `header "${name}" belongs to the handshake itself and is left to the gateway`,
  );
  return true;
}

interface Described {
  /** Its parameter object or schema; null: nothing describes it. */
  readonly node: SourceNode | null;
  readonly origin: SourceNode;
  readonly place: Parameter["in"];
  readonly name: string;
  readonly required: boolean;
}

function lowerParameter(
  context: BuildContext,
  { node, origin, place, name, required }: Described,
): Parameter {
  const described = node === null ? null : fieldsOf(context.tree, node);
  const schema = described?.object("schema") ?? described;
  const text = schema === null ? null : textSchema(context.tree, schema);
  if (text !== null && text.problem !== null) {
    context.find(
      "parameter-not-text",
      node ?? origin,
      `${place} parameter "${name}" is described as ${text.problem}, which is no text; any text is let through`,
    );
  }
  const isArray = text?.isArray === true && place !== "path";
  return {
    in: place,
    name,
    required,
    value: text?.value ?? ANY_TEXT,
    array: isArray ? arrayStyle(schema, described, place) : "none",
    ...proseOf(schema, described),
    origin: originOf(node ?? origin),
  };
}

type Prose = Pick<Parameter, "description" | "defaultValue" | "examples" | "deprecated">;

/** What is there for people only. In 2.x it may stand beside the schema or in it. */
function proseOf(schema: Fields | null, described: Fields | null): Prose {
  const fallback = schema?.get("default") ?? described?.get("default") ?? null;
  return {
    description: textOf(described, "description") ?? textOf(schema, "description"),
    defaultValue: fallback === null ? null : plainOf(fallback.value),
    examples: examplesOf(schema),
    deprecated: isTrue(schema, "deprecated") || isTrue(described, "deprecated"),
  };
}

/** Headers carry lists with commas (RFC 9110 section 5.6.1), queries by repeating the key unless told otherwise. */
function arrayStyle(
  schema: Fields | null,
  described: Fields | null,
  place: Parameter["in"],
): Parameter["array"] {
  const style = textOf(schema, "style") ?? textOf(described, "style");
  const isCompact = style === "comma" || schema?.get("explode")?.value === false;
  return place === "header" || isCompact ? "comma" : "repeat";
}

function examplesOf(schema: Fields | null): readonly unknown[] {
  const one = schema?.get("example") ?? null;
  const list = itemsOf(schema?.get("examples") ?? null).map(({ value }) => plainOf(value));
  return one === null ? list : [...list, plainOf(one.value)];
}

/** A parameter of several channels of one route: required only if all require it; where they differ, any text. */
export function uniteParameters(
  context: BuildContext,
  lists: readonly (readonly Parameter[])[],
): readonly Parameter[] {
  const united = groupBy(lists.flat(), ({ in: place, name }) =>
    place === "header" ? `${place} ${name.toLowerCase()}` : `${place} ${name}`,
  );
  return [...united.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined) {
      return [];
    }
    const required = same.length >= lists.length && same.every((parameter) => parameter.required);
    const isAlike = others.every((other) => isSameValue(first, other));
    if (!isAlike) {
      context.find(
        "parameter-conflict",
        first.origin,
        `channels of one route describe ${first.in} parameter "${first.name}" differently; any text is let through`,
      );
    }
    const value: ParameterValue = isAlike ? first.value : ANY_TEXT;
    return [{ ...first, value, required: required || first.in === "path" }];
  });
}

function isSameValue(one: Parameter, other: Parameter): boolean {
  return one.array === other.array && JSON.stringify(one.value) === JSON.stringify(other.value);
}
