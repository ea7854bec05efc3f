/**
 * The matcher of a schema's `pattern`: as Unicode, which JSON Schema asks for, else as ECMAScript
 * without. One of the two compiles: the document's compiler tried.
 */
export function compilePattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}
