import type { ApiModel, JsonSchema, Message } from "../../model/api.ts";
import type { Field, Type } from "../../model/type.ts";
import { written } from "../../render/code.ts";
import { Expression, type JavaScriptValue } from "../../render/javascript-value.ts";
import { accepts } from "../../samples/accepts.ts";
import { PatternTests } from "../../samples/pattern-tests.ts";
import { sampleOf } from "../../samples/sample.ts";
import { neutralised } from "../api/sensitive.ts";
import { fieldsOf, resolved } from "./record-fields.ts";

/** Values that show what a message is, and one that it is not. */
export interface MessageSample {
  /** Passes the message's check; undefined: none is known. Bytes are strings with one character per byte. */
  readonly value: unknown;
  /** What the check refuses; undefined: none is known. */
  readonly broken: unknown;
}

/** Makes samples of the messages of one API: its own examples without what is sensitive in them, else made ones. */
export class MessageSamples {
  readonly #model: ApiModel;
  readonly #patterns = new PatternTests();
  readonly #known = new Map<string, MessageSample>();

  constructor(model: ApiModel) {
    this.#model = model;
  }

  /** The same each time it is asked. */
  of(message: Message): MessageSample {
    const known = this.#known.get(message.id) ?? this.#make(message);
    this.#known.set(message.id, known);
    return known;
  }

  /** A value of a schema: the first of the wishes that passes, else one that is made; undefined: none is known. */
  valueOf(schema: JsonSchema, wishes: readonly unknown[]): unknown {
    const passing = wishes.find((value) => value !== undefined && this.#passes(schema, value));
    return passing ?? sampleOf("", { ...this.#model.schemas, "": schema }, this.#options);
  }

  /** Whether a value is what a message's schema says. */
  passes({ payload: { schema } }: Message, value: unknown): boolean {
    return this.#passes(this.#schemaOf(schema), value);
  }

  #schemaOf(name: string | null): JsonSchema {
    const { schemas } = this.#model;
    return name === null || !Object.hasOwn(schemas, name) ? true : (schemas[name] ?? true);
  }

  get #options() {
    return { seed: 1, patterns: this.#patterns };
  }

  #make({ payload, examples, sensitive }: Message): MessageSample {
    const { schema: name } = payload;
    const { schemas } = this.#model;
    const schema = this.#schemaOf(name);
    const made = (): unknown =>
      name === null ? ANY_BYTES : sampleOf(name, schemas, this.#options);
    const passes = (value: unknown): boolean => this.#passes(schema, value);
    const value = examples
      .filter(passes)
      .map((example) => neutralised(example, { pointers: sensitive, made, passes }))
      .find((example) => example !== undefined);
    return {
      value: value ?? made(),
      broken: payload.kind === "bytes" ? 5 : BROKEN.find((candidate) => !passes(candidate)),
    };
  }

  #passes(schema: JsonSchema, value: unknown): boolean {
    return accepts(schema, value, this.#model.schemas, { fitsFormat, patterns: this.#patterns });
  }
}

/** A payload without a schema is opaque bytes. */
const ANY_BYTES = "\u0000\u0001\u00FE\u00FF";

const BROKEN: readonly unknown[] = [null, {}, [], 5, "x", true];

/** What a text of a format must look like at least; an example that does not is not shown. */
const LOOKS: Readonly<Record<string, RegExp>> = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u,
  date: /^\d{4}-\d\d-\d\d$/u,
  time: /^\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u,
  uuid: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu,
  uri: /^[a-z][a-z0-9+.-]*:\/\/[\w./~-]+$/iu,
  email: /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/u,
  ipv4: /^\d{1,3}(?:\.\d{1,3}){3}$/u,
};

/** Of other formats any text is taken where it is made, none where its author wrote it. */
function fitsFormat(text: string, format: string): boolean {
  return Object.hasOwn(LOOKS, format) && LOOKS[format]?.test(text) === true;
}

/** Which members of objects a program writes: all, or those that the document declares, which its types know. */
type Members = "all" | "declared";

/** A sample as a program writes it: bytes are a `Uint8Array`. */
export function sampleCode(
  model: ApiModel,
  { payload, typeName }: Message,
  value: unknown,
  members: Members = "all",
): JavaScriptValue {
  const type: Type =
    payload.kind === "bytes"
      ? { kind: "bytes" }
      : typeName === null
        ? { kind: "unknown" }
        : { kind: "ref", name: typeName };
  return withBytes({ model, members }, type, value);
}

interface Writing {
  readonly model: ApiModel;
  readonly members: Members;
}

function withBytes(writing: Writing, type: Type, value: unknown): JavaScriptValue {
  const { model, members } = writing;
  const at = resolved(model, type);
  if (typeof value === "string" && isBytes(model, at)) {
    const bytes = [...value].map((character) => character.charCodeAt(0) & 255);
    return new Expression(written(`new Uint8Array([${bytes.join(", ")}])`));
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => withBytes(writing, itemType(at, index), item));
  }
  if (typeof value === "object" && value !== null) {
    const fields = at === null ? null : fieldsOf(model, at);
    const declared = new Set((fields ?? []).map(({ name }) => name));
    const isOpen = declared.size === 0 || members === "all" || at?.kind !== "record";
    const shown = Object.entries(value).filter(([name]) => isOpen || declared.has(name));
    return Object.fromEntries(
      shown.map(([name, item]: [string, unknown]) => [
        name,
        withBytes(writing, memberType(at, fields, name), item),
      ]),
    );
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
}

const UNKNOWN: Type = { kind: "unknown" };

function isBytes(model: ApiModel, type: Type | null): boolean {
  const options =
    type?.kind === "union" ? type.options.map((option) => resolved(model, option)) : [type];
  return (
    options.some((option) => option?.kind === "bytes") &&
    !options.some((option) => option?.kind === "string" || option?.kind === "literal")
  );
}

function itemType(type: Type | null, index: number): Type {
  return type?.kind === "list"
    ? type.item
    : type?.kind === "tuple"
      ? (type.items[index] ?? type.rest ?? UNKNOWN)
      : UNKNOWN;
}

function memberType(type: Type | null, fields: readonly Field[] | null, name: string): Type {
  return type?.kind === "map"
    ? type.value
    : (fields?.find((field) => field.name === name)?.type ??
        (type?.kind === "record" ? type.rest : null) ??
        UNKNOWN);
}
