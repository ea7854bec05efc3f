/** Texts: JSON Schema validation 2020-12 section 6.3. What is no string passes. */
import type { Fault } from "../fault.ts";
import { wrong } from "./fault.ts";
import { counted, cut } from "./words.ts";

/** At least so many characters. */
export function expectLengthFrom(value: unknown, least: number): Fault | null {
  return typeof value !== "string" || hasCharacters(value, least)
    ? null
    : wrong(value, `at least ${counted(least, "character")}`, "minLength");
}

/** At most so many characters. */
export function expectLengthTo(value: unknown, most: number): Fault | null {
  return typeof value !== "string" || !hasCharacters(value, most + 1)
    ? null
    : wrong(value, `at most ${counted(most, "character")}`, "maxLength");
}

/** Has at least so many code points, of which one is at most two UTF-16 units. */
function hasCharacters(text: string, least: number): boolean {
  return text.length >= least && (text.length >= least * 2 || characters(text) >= least);
}

/** Length in Unicode code points; half of a surrogate pair counts as one. */
function characters(text: string): number {
  let count = 0;
  for (let place = 0; place < text.length; count += 1) {
    place += (text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}

/** A pattern of the document, as it is written and as it is run: in time linear in the text. */
export interface Pattern {
  readonly text: string;
  readonly test: (text: string) => boolean;
}

/** A pattern that the platform's own matcher runs in linear time. */
export function pattern(text: string, flags: string): Pattern {
  const expression = new RegExp(text, flags);
  return { text, test: (value) => expression.test(value) };
}

/** A text in which the pattern matches somewhere. */
export function expectMatch(value: unknown, { text, test }: Pattern): Fault | null {
  return typeof value !== "string" || test(value)
    ? null
    : wrong(value, `text that matches ${cut(text)}`, "pattern");
}

/** A text of a format, unless `formats` is false. */
export function expectFormat(
  value: unknown,
  formats: boolean | undefined,
  name: string,
  test: (text: string) => boolean,
): Fault | null {
  return formats === false || typeof value !== "string" || test(value)
    ? null
    : wrong(value, name === "byte" ? "text in base64" : `text of format ${name}`, "format");
}
