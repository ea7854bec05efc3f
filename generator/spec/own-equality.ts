/**
 * Whether two values of JSON are equal by their own members. Stands in for `ajv/dist/runtime/equal` in
 * the compiled schemas, which is why it is a module of its own with this one default-like export.
 */
function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const members = new Map<string, unknown>(Object.entries(other));
  const entries = Object.entries(one);
  return (
    entries.length === members.size &&
    entries.every(([key, value]) => members.has(key) && isEqual(value, members.get(key)))
  );
}

export { isEqual as default };
