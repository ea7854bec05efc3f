/** A pattern that compiles with the `u` flag, or why there is none. */
export type Pattern =
  | { readonly kind: "same" }
  | { readonly kind: "rewritten"; readonly source: string }
  | { readonly kind: "broken"; readonly reason: string };

/**
 * Makes a pattern compile as ECMA-262 with the `u` flag, which JSON Schema asks for. Authors write for
 * regular expressions without it; the same meaning is written anew where that is plain: a needless escape
 * (`\-`, `\_`, `\"`), a lone `{`, `}` or `]`, an `-` beside a class (`[\w-.]`), `\Z` and `\A`, an inline `(?i)` is not.
 */
export function patternFor(source: string): Pattern {
  const reason = whyBroken(source);
  if (reason === null) {
    return { kind: "same" };
  }
  const rewritten = rewrite(source);
  return whyBroken(rewritten) === null
    ? { kind: "rewritten", source: rewritten }
    : { kind: "broken", reason };
}

function whyBroken(source: string): string | null {
  try {
    new RegExp(source, "u");
    return null;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.split(": ").at(-1)?.toLowerCase() ?? text;
  }
}

/** Characters whose escape means something, or is allowed, with the `u` flag. */
const MEANINGFUL = /[\^$\\.*+?()[\]{}|/bBdDfnrsStvwWcxukpP0-9]/u;

function rewrite(source: string): string {
  let out = "";
  let inClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? "";
    if (char === "\\") {
      at += 1;
      out += rewriteEscape(source[at] ?? "", inClass);
      continue;
    }
    const opens: boolean = char === "[" && !inClass;
    const closes: boolean = char === "]" && inClass;
    out += inClass && char === "-" ? classHyphen(source, at) : lone(char, source, at, inClass);
    inClass = opens || (inClass && !closes);
  }
  return out;
}

function rewriteEscape(escaped: string, inClass: boolean): string {
  if (escaped === "-" && inClass) {
    return "\\-";
  }
  if (!inClass && (escaped === "Z" || escaped === "z" || escaped === "A")) {
    return escaped === "A" ? "^" : "$";
  }
  return MEANINGFUL.test(escaped) || escaped === "" ? `\\${escaped}` : escaped;
}

/** A hyphen beside a class such as `\w` is itself, not a range (ECMA-262 Annex B.1.2). */
function classHyphen(source: string, at: number): string {
  const isBesideClass =
    /\\[dDsSwW]$/u.test(source.slice(0, at)) || /^\\[dDsSwW]/u.test(source.slice(at + 1));
  return isBesideClass ? "\\-" : "-";
}

function lone(char: string, source: string, at: number, inClass: boolean): string {
  if (inClass || !"{}]".includes(char)) {
    return char;
  }
  const isQuantifier =
    char === "{"
      ? /^\{\d+(,\d*)?\}/u.test(source.slice(at))
      : char === "}" && /\{\d+(,\d*)?$/u.test(source.slice(0, at));
  const isBraced =
    /\\[upPk]\{[^{}]*$/u.test(source.slice(0, at)) || /\\[upP]$/u.test(source.slice(0, at));
  return isQuantifier || isBraced ? char : `\\${char}`;
}
