/**
 * The only place where text of a document becomes text of a program. A `Code` is a string that is safe
 * where its maker says; templates take nothing else, so a description with a `*` and a `/` in it, a title
 * with a line separator or a name with `${}` cannot leave the place that it was written to.
 */
declare const codeBrand: unique symbol;

/** A finished piece of text of some language. Made here only. */
export type Code = string & { readonly [codeBrand]: true };

function brand(text: string): Code {
  return text as Code;
}

/** Text that a typed writer of ours made, whole and correct: a compiled script, a printed type. */
export function written(text: string): Code {
  return brand(text);
}

/**
 * A JavaScript, TypeScript or JSON literal of plain data. U+2028 and U+2029 are escaped because older
 * engines end a line there, `<` because the text may be shown in a page.
 */
export function literal(value: string | number | boolean | null): Code {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`${value} has no literal`);
  }
  return brand(escapeSeparators(JSON.stringify(value)));
}

/** A whole JSON document, two spaces deep, ending in a line feed. */
export function jsonDocument(value: unknown): Code {
  return brand(`${escapeSeparators(JSON.stringify(value, bigintAsNumber, 2))}\n`);
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

function escapeSeparators(json: string): string {
  return json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/u;

/** True for a name that may stand unquoted as a property of a TypeScript type or object. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name) && name !== "__proto__";
}

/** The key of a property in an object or type: bare where it may be, quoted elsewhere. */
export function propertyKey(name: string): Code {
  return isIdentifier(name) ? brand(name) : literal(name);
}

/** Lines of a JSDoc comment, each behind `indent` and ` * `; the text cannot end the comment. */
export function docComment(text: string, indent: string): Code {
  const lines = visible(text).replaceAll("*/", "*\u200B/").split("\n");
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    return brand(`${indent}/** ${only} */`);
  }
  const body = lines.map((line) => `${indent} * ${line}`.trimEnd());
  return brand([`${indent}/**`, ...body, `${indent} */`].join("\n"));
}

/** One line inside of a comment of any kind: no line break, no end of a comment. */
export function commentText(text: string): Code {
  return brand(oneLine(text).replaceAll("*/", "*\u200B/"));
}

/** One line of text: line breaks become spaces, control characters go. */
export function oneLine(text: string): string {
  return visible(text).replaceAll(/\s+/gu, " ").trim();
}

function visible(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, "\n")
    .replaceAll(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu, " ")
    .trim();
}

/** A paragraph of Markdown on one line in which nothing is markup: no link, no HTML, no heading. */
export function markdownText(text: string): Code {
  const flat = oneLine(text).replaceAll(/[\\`*_{}[\]<>()#+!|~&$]/gu, "\\$&");
  return brand(flat.replace(/^(\d+)([.)])/u, "$1\\$2").replace(/^([-=])/u, "\\$1"));
}

/** A code span of Markdown, which may stand in a table: its fence is longer than any run of backticks inside. */
export function markdownCode(text: string): Code {
  const flat = oneLine(text).replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...flat.matchAll(/`+/gu)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") || flat === "" ? " " : "";
  return brand(`${fence}${pad}${flat}${pad}${fence}`);
}

/** The value of a Dockerfile `LABEL`: one line, quoted, without a variable to expand. */
export function dockerLabel(text: string): Code {
  return brand(`"${oneLine(text).replaceAll(/["\\$]/gu, "\\$&")}"`);
}

/** One word of a POSIX shell command. */
export function shellWord(text: string): Code {
  const flat = oneLine(text);
  return brand(/^[\w@%+=:,./-]+$/u.test(flat) ? flat : `'${flat.replaceAll("'", "'\\''")}'`);
}

/** A block of code in Markdown: its fence is longer than any run of backticks inside. */
export function markdownBlock(language: string, code: string): Code {
  const longest = Math.max(2, ...[...code.matchAll(/`+/gu)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return brand(`${fence}${language}\n${code.trimEnd()}\n${fence}`);
}
