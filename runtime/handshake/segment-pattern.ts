/**
 * One segment of a path template: a literal, a lone `{parameter}`, or a mixture such as
 * `v{major}.{minor}`.
 */
export type SegmentPattern = LiteralSegment | ParameterSegment;

export interface LiteralSegment {
  readonly kind: "literal";
  readonly text: string;
}

export interface ParameterSegment {
  readonly kind: "parameters";
  readonly source: string;
  /**
   * The source with the parameters' names left out: two segments of one shape match the same texts.
   */
  readonly shape: string;
  readonly names: readonly string[];
  /** Literal text before, between and after the parameters: one more than there are names. */
  readonly literals: readonly string[];
  readonly literalLength: number;
}

/**
 * Reads one segment of a template; an escape in its literal text means the character it stands for.
 */
export function parsePattern(source: string): SegmentPattern {
  const pieces = source.split(/\{([^{}]*)\}/);
  if (pieces.length === 1) {
    return { kind: "literal", text: decodeLiteral(source) };
  }
  const literals = pieces.filter((_, index) => index % 2 === 0).map(decodeLiteral);
  return {
    kind: "parameters",
    source,
    shape: literals.join("{}"),
    names: pieces.filter((_, index) => index % 2 === 1),
    literals,
    literalLength: literals.join("").length,
  };
}

/**
 * Values of the parameters, each at least one character long; null where the text does not match.
 */
export function matchPattern(
  pattern: ParameterSegment,
  text: string,
): readonly (readonly [string, string])[] | null {
  const { names, literals } = pattern;
  const first = literals[0] ?? "";
  const last = literals.at(-1) ?? "";
  if (!text.startsWith(first) || !text.endsWith(last)) {
    return null;
  }
  const values: [string, string][] = [];
  let from = first.length;
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    const to = isLast
      ? text.length - last.length
      : text.indexOf(literals[index + 1] ?? "", from + 1);
    if (to <= from) {
      return null;
    }
    values.push([name, text.slice(from, to)]);
    from = to + (literals[index + 1] ?? "").length;
  }
  return values;
}

function decodeLiteral(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
