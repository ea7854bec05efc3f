/**
 * Without the blanks around it that RFC 9110 section 5.6.3 allows: SP and HTAB. To `trim`, other bytes
 * are white space too, 0xA0 among them, and a header that only looks legal would be one.
 */
export function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
