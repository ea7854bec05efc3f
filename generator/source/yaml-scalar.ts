import { exactNumber } from "./exact-number.ts";
import type { Plain } from "./tree.ts";
import { giveUp } from "./yaml-lines.ts";
import type { YamlLines } from "./yaml-lines.ts";

const NUMBER = /^[-+]?(?:\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/;
const SPECIAL = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|0o[0-7]+|0x[0-9a-fA-F]+)$/;

/** The value of an unquoted scalar in YAML's core schema (YAML 1.2.2 section 10.3.2). */
export function plainScalar(text: string): Plain {
  const first = text.charCodeAt(0);
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (mayBeNumber) {
    if (SPECIAL.test(text)) return giveUp();
    return NUMBER.test(text) ? (exactNumber(text) ?? giveUp()) : text;
  }
  switch (text) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
      return text;
  }
}

/** A quoted scalar on one line: its text, and the offset after the closing quote. */
export function quotedScalar(
  text: string,
  start: number,
  end: number,
): { readonly value: string; readonly end: number } {
  return text[start] === "'" ? singleQuoted(text, start, end) : doubleQuoted(text, start, end);
}

function singleQuoted(text: string, start: number, end: number): { value: string; end: number } {
  let close = text.indexOf("'", start + 1);
  while (close >= 0 && close < end && text[close + 1] === "'") close = text.indexOf("'", close + 2);
  if (close < 0 || close >= end) return giveUp();
  return { value: text.slice(start + 1, close).replaceAll("''", "'"), end: close + 1 };
}

function doubleQuoted(text: string, start: number, end: number): { value: string; end: number } {
  let close = start + 1;
  while (close < end && text[close] !== '"') close += text[close] === "\\" ? 2 : 1;
  if (close >= end) return giveUp();
  const inner = text.slice(start + 1, close);
  if (!inner.includes("\\")) return { value: inner, end: close + 1 };
  // The escapes that JSON has mean the same in YAML; the others are rare.
  if (!/^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/.test(inner)) return giveUp();
  return { value: String(JSON.parse(`"${inner}"`)), end: close + 1 };
}

/** A literal or folded block; `line` is the one after its header, `parent` the indentation of its key. */
export function blockScalar(
  lines: YamlLines,
  line: number,
  parent: number,
  style: { readonly isFolded: boolean; readonly isStripped: boolean },
): { readonly value: string; readonly line: number; readonly end: number } {
  let first = line;
  while (lines.kind(first) === "blank") first++;
  const indent = lines.indent(first);
  if (indent <= parent) return { value: "", line: first, end: lines.end(line - 1) };
  const parts: string[] = [];
  let next = line;
  let last = line;
  for (; next < lines.count; next++) {
    const isBlank = lines.kind(next) === "blank";
    if (!isBlank && lines.indent(next) < indent) break;
    // Spaces beyond the indentation are content, though nobody sees them.
    const isSpaces = isBlank && lines.indent(next) > indent;
    if (isSpaces && (style.isFolded || next < first)) giveUp();
    if (!isBlank || isSpaces) last = next;
    const from = lines.start(next) + indent;
    parts.push(isBlank && !isSpaces ? "" : lines.text.slice(from, lines.end(next)));
  }
  const content = parts.slice(0, last - line + 1);
  const text = style.isFolded ? folded(content) : content.join("\n");
  return { value: style.isStripped ? text : `${text}\n`, line: next, end: lines.end(last) };
}

/** Lines joined by spaces, blank lines as line breaks; more indented lines have rules of their own. */
function folded(parts: readonly string[]): string {
  let text = "";
  let breaks = 0;
  let isFirst = true;
  for (const part of parts) {
    if (part === "") {
      breaks++;
      continue;
    }
    if (part.startsWith(" ")) giveUp();
    text += breaks > 0 ? "\n".repeat(breaks) : isFirst ? "" : " ";
    text += part;
    breaks = 0;
    isFirst = false;
  }
  return text;
}

/** First characters that begin something else than a plain scalar. */
const INDICATORS = new Set("[]{},#&*!|>'\"%@`");

/** Whether a plain scalar can begin at an offset of a line that ends at `end`. */
export function beginsPlain(text: string, at: number, end: number): boolean {
  const first = text[at] ?? "";
  if (INDICATORS.has(first)) return false;
  const isFollowed = at + 1 < end && text[at + 1] !== " ";
  return isFollowed || !(first === "-" || first === "?" || first === ":");
}

/** Whether a part of a plain scalar holds a colon that YAML would take for a key's. */
export function isMisread(part: string): boolean {
  return part.includes(": ") || part.endsWith(":");
}

/** Keys that YAML reads as something else than text get a warning from the full reader. */
export function isTextKey(name: string): boolean {
  if (!/^[\d.+~nNtTfF-]/.test(name)) return true;
  const value = plainScalar(name);
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint";
}
