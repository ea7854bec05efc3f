/** One member of `Sec-WebSocket-Extensions`. */
export interface Extension {
  readonly name: string;
  readonly parameters: readonly ExtensionParameter[];
}

/** A parameter of an extension; value null: it has none. */
export interface ExtensionParameter {
  readonly name: string;
  readonly value: string | null;
}

const TOKEN_CHARACTER = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";

const NAME = new RegExp(`^[ \\t]*(${TOKEN_CHARACTER}+)[ \\t]*$`);

/** A quoted value is a token once it is unescaped, so that it holds neither comma nor semicolon. */
const PARAMETER = new RegExp(
  `^[ \\t]*(${TOKEN_CHARACTER}+)(?:=(?:(${TOKEN_CHARACTER}+)|"((?:\\\\?${TOKEN_CHARACTER})+)"))?[ \\t]*$`,
);

/**
 * Reads `Sec-WebSocket-Extensions`, all its lines as one list, in the order in which they came (RFC 6455 section 9.1);
 * null where it breaks the grammar, which has to fail the connection. Empty members of the list mean nothing
 * (RFC 9110 section 5.6.1.2), but a list of nothing else is none.
 */
export function parseExtensions(lines: readonly string[]): readonly Extension[] | null {
  const extensions: Extension[] = [];
  for (const member of lines.flatMap((line) => line.split(","))) {
    if (/^[ \t]*$/.test(member)) continue;
    const extension = parseExtension(member);
    if (extension === null) return null;
    extensions.push(extension);
  }
  return extensions.length === 0 ? null : extensions;
}

function parseExtension(member: string): Extension | null {
  const [first = "", ...rest] = member.split(";");
  const name = NAME.exec(first)?.[1];
  if (name === undefined) return null;
  const parameters: ExtensionParameter[] = [];
  for (const text of rest) {
    const parsed = PARAMETER.exec(text);
    if (parsed?.[1] === undefined) return null;
    const value = parsed[2] ?? parsed[3]?.replaceAll("\\", "") ?? null;
    parameters.push({ name: parsed[1], value });
  }
  return { name, parameters };
}
