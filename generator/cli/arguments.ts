import type { ParseArgsConfig } from "node:util";
import type { Arguments, OptionSpec, Verb } from "./verb.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads a plain command line with what node has built in, because loading yargs costs more than linting a
 * document. null: something is unusual (a misspelt option, `--help`, a missing word) and yargs, which reads
 * the same table of options, has the say and the words for it.
 */
export async function readPlainly(verb: Verb, argv: readonly string[]): Promise<Arguments | null> {
  try {
    const { parseArgs } = await import("node:util");
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: configOf(verb.options),
      allowPositionals: true,
      strict: true,
    });
    const { min, max } = verb.words;
    const counted = positionals.length >= min && positionals.length <= max;
    return counted && typed(verb.options, values) ? argumentsOf(positionals, values) : null;
  } catch {
    return null;
  }
}

type Config = NonNullable<ParseArgsConfig["options"]>;

function configOf(options: Verb["options"]): Config {
  return Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, optionOf(spec)]));
}

function optionOf(spec: OptionSpec): Config[string] {
  return {
    type: spec.type === "boolean" ? "boolean" : "string",
    multiple: spec.many === true,
    ...(spec.alias === undefined ? {} : { short: spec.alias }),
  };
}

function typed(options: Verb["options"], values: Values): boolean {
  return Object.entries(values).every(([name, value]) => {
    const spec = options[name];
    const items = Array.isArray(value) ? value : [value];
    return spec !== undefined && items.every((item) => fits(spec, item));
  });
}

function fits(spec: OptionSpec, value: unknown): boolean {
  return spec.choices === undefined || (typeof value === "string" && spec.choices.includes(value));
}

/** The same face on values that were read by either parser. */
export function argumentsOf(words: readonly string[], values: Values): Arguments {
  return {
    words,
    text(name) {
      const value = values[name];
      return value === undefined || value === null ? null : String(value);
    },
    texts(name) {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];
    },
    flag: (name) => values[name] === true,
  };
}
