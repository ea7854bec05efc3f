import type { Diagnostic, Place } from "../diagnostics.ts";
import { nearestName } from "../source/near-name.ts";
import { isPlainObject, kindName, plainChild } from "../source/plain.ts";
import { childPointer, segmentsOf } from "../source/pointer.ts";
import type { Plain } from "../source/tree.ts";
import { specFinding } from "./findings.ts";
import type { SpecRule } from "./findings.ts";
import type { Mismatch } from "./mismatch.ts";

/** Findings in words from mismatches; what an object lacks is one finding an object. */
export function describeMismatches(
  mismatches: readonly Mismatch[],
  document: Plain,
  origin: (pointer: string) => Place,
): readonly Diagnostic[] {
  const lacking = new Map<string, string[]>();
  for (const mismatch of mismatches) {
    if (mismatch.kind !== "missing") continue;
    const names = lacking.get(mismatch.pointer) ?? [];
    lacking.set(mismatch.pointer, names);
    if (!names.includes(mismatch.name)) names.push(mismatch.name);
  }
  const told = new Set<string>();
  return mismatches.flatMap((mismatch) => {
    const parameter = schemaParameter(mismatch, document);
    if (parameter !== null) {
      if (told.has(parameter)) return [];
      told.add(parameter);
      return specFinding("parameter-schema", origin(parameter), ...parameterWords(parameter));
    }
    if (mismatch.kind === "missing") {
      const key = `missing ${mismatch.pointer}`;
      if (told.has(key)) return [];
      told.add(key);
    }
    const { rule, message, hint, pointer } = inWords(mismatch, document, lacking);
    return specFinding(ruleFor(rule, pointer), origin(pointer), message, hint);
  });
}

/** The parameter of AsyncAPI 3 that a mismatch is in, when it is described by a JSON schema as in 2.x. */
function schemaParameter({ pointer }: Mismatch, document: Plain): string | null {
  const parameter = /^(.*\/parameters\/[^/]+)(?:\/(?:schema|default|enum|examples).*)?$/.exec(
    pointer,
  )?.[1];
  const value = parameter === undefined ? undefined : valueAt(document, parameter);
  if (parameter === undefined || !isPlainObject(value)) return null;
  const isSchema = ["schema", "type", "format"].some((name) => Object.hasOwn(value, name));
  return isSchema ? parameter : null;
}

function parameterWords(pointer: string): [message: string, hint: string] {
  const name = segmentsOf(pointer).at(-1) ?? "";
  return [
    `parameter "${name}" is described by a JSON schema, it is read with its type`,
    "a parameter has enum, default, examples and location only, all of them text; types stand in bindings.ws.query",
  ];
}

interface Words {
  readonly rule: SpecRule;
  readonly pointer: string;
  readonly message: string;
  readonly hint: string | null;
}

function inWords(
  mismatch: Mismatch,
  document: Plain,
  lacking: ReadonlyMap<string, readonly string[]>,
): Words {
  const { pointer } = mismatch;
  const value = valueAt(document, pointer);
  const subject = nameOf(mismatch);
  switch (mismatch.kind) {
    case "type": {
      const expected = mismatch.expected.map(typeName).join(" or ");
      const message = `${subject} is ${shown(value)}, expected ${expected}`;
      return { rule: "wrong-type", pointer, message, hint: null };
    }
    case "missing": {
      const names = lacking.get(pointer) ?? [mismatch.name];
      const message = `${subject} has no ${names.map((name) => `"${name}"`).join(" and no ")}`;
      return { rule: "missing-property", pointer, message, hint: null };
    }
    case "unknown":
      return unknownWords(mismatch, value);
    case "value": {
      const allowed = mismatch.allowed.map((one) => JSON.stringify(one)).join(", ");
      const message = `${subject} is ${shown(value)}, expected ${mismatch.allowed.length > 1 ? "one of " : ""}${allowed}`;
      const hint = typeof value === "string" ? near(value, mismatch.allowed) : null;
      return { rule: "wrong-value", pointer, message, hint };
    }
    case "pattern": {
      const message = `${subject} is ${shown(value)}, expected text that matches ${mismatch.pattern}`;
      return { rule: "wrong-value", pointer, message, hint: null };
    }
    case "name": {
      const message = `"${mismatch.name}" has characters that AsyncAPI does not allow in a name here`;
      return { rule: "wrong-name", pointer, message, hint: null };
    }
    case "repeated":
      return {
        rule: "repeated-item",
        pointer,
        message: `${subject} holds an item twice`,
        hint: null,
      };
    case "bound": {
      const message = `${subject} is ${shown(value)}, expected ${mismatch.expected}`;
      return { rule: "out-of-bounds", pointer, message, hint: null };
    }
    case "forbidden":
      return {
        rule: "not-allowed",
        pointer,
        message: `${subject} is not allowed here`,
        hint: null,
      };
  }
}

function unknownWords(mismatch: Mismatch & { kind: "unknown" }, holder: Plain | undefined): Words {
  const { name, known } = mismatch;
  const pointer = childPointer(mismatch.pointer, name);
  const subject = nameOf(mismatch);
  if (isOfOtherVersion(mismatch)) {
    const message = `"${name}" of ${subject} is AsyncAPI 3, the document is 2.x`;
    const hint = "if the document is written in AsyncAPI 3, say so: asyncapi: 3.1.0";
    return { rule: "other-version", pointer, message, hint };
  }
  const message = `"${name}" is no property of ${subject}, it was ignored`;
  return { rule: "unknown-property", pointer, message, hint: meant(name, known, holder) };
}

/** Objects of 2.x that have no such member, while 3.x says something with it that counts. */
function isOfOtherVersion({ definition, ...mismatch }: Mismatch): boolean {
  if (mismatch.kind !== "unknown") return false;
  if (definition === "channelItem") return ["address", "messages"].includes(mismatch.name);
  return mismatch.pointer === "" && mismatch.name === "operations";
}

function meant(name: string, known: readonly string[], holder: Plain | undefined): string {
  const free = known.filter((one) => !isPlainObject(holder) || !Object.hasOwn(holder, one));
  const likely = nearestName(name, free);
  return likely === null
    ? `remove it, or make it an extension: "x-${name}"`
    : `did you mean "${likely}"?`;
}

function near(value: string, allowed: readonly unknown[]): string | null {
  const likely = nearestName(
    value,
    allowed.filter((one) => typeof one === "string"),
  );
  return likely === null ? null : `did you mean "${likely}"?`;
}

/** What AsyncAPI's schema calls the objects that people know by another name. */
const DEFINITION_NAMES: Readonly<Record<string, string>> = {
  channelItem: "channel",
  messageObject: "message",
  messageExampleObject: "message example",
  operationReply: "reply",
  operationReplyAddress: "reply address",
  correlationId: "correlation id",
  serverVariable: "server variable",
  operationTrait: "operation trait",
  messageTrait: "message trait",
  SecurityScheme: "security scheme",
  securityRequirements: "security",
};

const PLAIN_DEFINITIONS = new Set(
  "channel server operation message parameter info components schema tag license contact servers channels operations".split(
    " ",
  ),
);

/** `channel "/channels/room"`, or only the pointer where the object has no name that people know. */
function nameOf({ definition, pointer }: Mismatch): string {
  if (pointer === "") return "the document";
  const quoted = `"${pointer}"`;
  if (definition === null) return quoted;
  const name =
    DEFINITION_NAMES[definition] ?? (PLAIN_DEFINITIONS.has(definition) ? definition : null);
  return name === null ? quoted : `${name} ${quoted}`;
}

function shown(value: Plain | undefined): string {
  if (typeof value === "string") return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return kindName(value);
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "nothing",
};

function typeName(type: string): string {
  return TYPE_NAMES[type] ?? type;
}

function valueAt(document: Plain, pointer: string): Plain | undefined {
  let value: Plain | undefined = document;
  for (const segment of segmentsOf(pointer)) {
    value = value === undefined ? undefined : plainChild(value, segment);
  }
  return value;
}

const INFORMATIONAL = new Set(
  "description summary title tags externalDocs examples contact license termsOfService displayName deprecated".split(
    " ",
  ),
);

/** Names that authors chose stand under these, so `tags` there is no keyword. */
const NAME_MAPS = new Set(
  "properties patternProperties definitions channels operations messages servers schemas parameters variables".split(
    " ",
  ),
);

/** What has no bearing on messages is ignored: prose, examples, and bindings of other protocols. */
function ruleFor(rule: SpecRule, pointer: string): SpecRule {
  const segments = segmentsOf(pointer);
  const isKeyword = (index: number): boolean => !NAME_MAPS.has(segments[index - 1] ?? "");
  const binding = segments.lastIndexOf("bindings");
  const protocol = segments[binding + 1];
  if (binding >= 0 && protocol !== undefined && protocol !== "ws") return "binding-ignored";
  if (pointer === "/info/title") return rule;
  const isProse = segments.some((segment, index) => INFORMATIONAL.has(segment) && isKeyword(index));
  return isProse ? "informational-ignored" : rule;
}
