/** Puts bytes where a schema says `format: binary`, so that encoders write byte strings and not texts. */
export type ByteMarker = (value: unknown) => unknown;

type Schema = Readonly<Record<string, unknown>>;

/** The marker for values of one schema; it returns the value itself where the schema knows no bytes. */
export function createByteMarker(
  schemaName: string | null,
  schemas: Readonly<Record<string, unknown>>,
): ByteMarker {
  const root = schemaName === null ? null : schemas[schemaName];
  return hasBytes(schemas) ? (value) => marked(value, [root], schemas) : (value) => value;
}

const KNOWN = new WeakMap<object, boolean>();

/** Whether any schema speaks of bytes; found out once for all messages of a document. */
function hasBytes(schemas: Schema): boolean {
  const known = KNOWN.get(schemas) ?? JSON.stringify(schemas).includes('"format":"binary"');
  KNOWN.set(schemas, known);
  return known;
}

function marked(value: unknown, candidates: readonly unknown[], schemas: Schema): unknown {
  const applicable = expanded(candidates, schemas);
  if (typeof value === "string") {
    const isBytes = applicable.some((schema) => schema["format"] === "binary");
    return isBytes ? Buffer.from(value, "latin1") : value;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => marked(item, itemSchemas(applicable, index), schemas));
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) {
    return value;
  }
  const entries = Object.entries(value).map(
    ([key, member]) => [key, marked(member, memberSchemas(applicable, key), schemas)] as const,
  );
  return Object.fromEntries(entries);
}

/** The schemas that can apply to one value: with what they refer to and are composed of. */
function expanded(candidates: readonly unknown[], schemas: Schema): readonly Schema[] {
  const found = new Set<Schema>();
  const pending = [...candidates];
  while (pending.length > 0) {
    const next = pending.pop();
    if (!isSchema(next) || found.has(next)) {
      continue;
    }
    found.add(next);
    const reference = next["$ref"];
    const name = typeof reference === "string" ? reference.slice("#/$defs/".length) : "";
    pending.push(Object.hasOwn(schemas, name) ? schemas[name] : null);
    for (const keyword of ["allOf", "anyOf", "oneOf", "then", "else"]) {
      pending.push(...[next[keyword] ?? []].flat());
    }
  }
  return [...found];
}

function itemSchemas(applicable: readonly Schema[], index: number): readonly unknown[] {
  return applicable.map((schema) => {
    const prefix = schema["prefixItems"];
    const own: unknown = Array.isArray(prefix) ? prefix[index] : undefined;
    return own ?? schema["items"] ?? null;
  });
}

function memberSchemas(applicable: readonly Schema[], key: string): readonly unknown[] {
  return applicable.map((schema) => {
    const properties = schema["properties"];
    const own =
      isSchema(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
    return own ?? schema["additionalProperties"] ?? null;
  });
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
