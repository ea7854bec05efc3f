import type { NamedType } from "../model/api.ts";
import type { Field, Type } from "../model/type.ts";
import { docComment, literal, propertyKey, written, type Code } from "./code.ts";
import { directReferences, selfReferring } from "./type-cycles.ts";
import type { TypescriptNames } from "./typescript-names.ts";

/** How the types of a file are printed. */
interface Printing {
  readonly names: TypescriptNames;
  /** Types that are not printed by reference, because TypeScript has no alias that is made of itself. */
  readonly cut: ReadonlySet<string>;
}

/**
 * TypeScript declarations of the types, in their order, one blank line between two: records are interfaces, all else
 * is a type alias. Members are `readonly`; an optional member may be absent but is never `undefined`. A record that
 * allows any further member is printed without them, so that a misspelt name does not compile.
 */
export function printTypescriptTypes(types: readonly NamedType[], names: TypescriptNames): Code {
  const cycles = selfReferring(types);
  const declarations = types.map((type) => {
    const cut = cycles.has(type.name) ? cycles : new Set<string>();
    return declaration(type, { names, cut });
  });
  return written(declarations.join("\n"));
}

/** The text of one type where a type may stand: `readonly string[]`. */
export function printTypescriptType(type: Type, names: TypescriptNames): Code {
  return written(print(type, { names, cut: new Set() }, ""));
}

function declaration({ name, type, description }: NamedType, printing: Printing): string {
  const doc = comment([description, tagNote(type)], false, "");
  const identifier = printing.names.get(name) ?? "unknown";
  if (type.kind === "record" && type.fields.length > 0) {
    return `${doc}export interface ${identifier} ${record(type, printing, "")}\n`;
  }
  const text = print(type, printing, "");
  return `${doc}export type ${identifier} =${text.startsWith("\n") ? "" : " "}${text};\n`;
}

function tagNote(type: Type): string | null {
  return type.kind === "union" && type.tag !== null ? `Told apart by \`${type.tag}\`.` : null;
}

function comment(texts: readonly (string | null)[], deprecated: boolean, indent: string): string {
  const lines = [...texts, deprecated ? "@deprecated" : null].filter((text) => text !== null);
  return lines.length === 0 ? "" : `${docComment(lines.join("\n\n"), indent)}\n`;
}

function print(type: Type, printing: Printing, indent: string): string {
  switch (type.kind) {
    case "integer":
      return "number";
    case "bytes":
      return "Uint8Array";
    case "literal":
      return literal(type.value);
    case "list":
      return `readonly ${inBrackets(type.item, printing, indent)}[]`;
    case "tuple":
      return tuple(type, printing, indent);
    case "map":
      return `{ readonly [name: string]: ${print(type.value, printing, indent)} }`;
    case "record":
      return record(type, printing, indent);
    case "union":
      return union(type.options, printing, indent);
    case "intersection":
      return type.parts.map((part) => inBrackets(part, printing, indent)).join(" & ");
    case "ref":
      return printing.names.get(type.name) ?? "unknown";
    default:
      return type.kind;
  }
}

/** In an alias that is made of itself, the reference that closes the circle says nothing. */
function isCut(type: Type, printing: Printing): boolean {
  return [...directReferences(type)].some((name) => printing.cut.has(name));
}

function union(options: readonly Type[], printing: Printing, indent: string): string {
  const kept = options.filter((option) => !isCut(option, printing));
  if (kept.length === 0) {
    return "unknown";
  }
  const texts = kept.map((option) => inBrackets(option, printing, `${indent}  `));
  const oneLine = texts.join(" | ");
  const isShort = oneLine.length <= 72 && !oneLine.includes("\n");
  return isShort ? oneLine : texts.map((text) => `\n${indent}  | ${text}`).join("");
}

/** Puts a compound type where a single one must stand. */
function inBrackets(type: Type, printing: Printing, indent: string): string {
  if (isCut(type, printing)) {
    return "unknown";
  }
  const text = print(type, printing, indent);
  const isCompound = ["union", "intersection", "list", "tuple"].includes(type.kind);
  return isCompound && /[ &|]/u.test(text) ? `(${text})` : text;
}

function tuple(type: Extract<Type, { kind: "tuple" }>, printing: Printing, indent: string): string {
  const items = type.items.map((item) => print(item, printing, indent));
  const rest = type.rest === null ? [] : [`...${inBrackets(type.rest, printing, indent)}[]`];
  return `readonly [${[...items, ...rest].join(", ")}]`;
}

function record(
  type: Extract<Type, { kind: "record" }>,
  printing: Printing,
  indent: string,
): string {
  if (type.fields.length === 0) {
    const value = type.rest === null ? "never" : print(type.rest, printing, indent);
    return `{ readonly [name: string]: ${value} }`;
  }
  const inner = `${indent}  `;
  const fields = type.fields.map((field) => member(field, printing, inner));
  // An index signature must fit all members, so a narrower one cannot be said.
  const isOpen = type.rest !== null && type.rest.kind !== "unknown";
  const rest = isOpen ? [`${inner}readonly [name: string]: unknown;\n`] : [];
  return `{\n${[...fields, ...rest].join("")}${indent}}`;
}

function member(field: Field, printing: Printing, indent: string): string {
  const doc = comment([field.description], field.deprecated, indent);
  const mark = field.required ? "" : "?";
  const type = print(field.type, { ...printing, cut: new Set() }, indent);
  return `${doc}${indent}readonly ${propertyKey(field.name)}${mark}: ${type};\n`;
}
