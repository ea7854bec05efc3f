/** One flag of a verb. */
export interface OptionSpec {
  readonly type: "string" | "boolean";
  /** May be given several times. */
  readonly many?: boolean;
  readonly alias?: string;
  readonly choices?: readonly string[];
  readonly says: string;
  /** Shown by `--help`; the verb fills it in. */
  readonly defaultSays?: string;
}

/** What the command line of a verb held, once its options are known to be spelled and typed right. */
export interface Arguments {
  /** What is no option: documents, globs, URLs, `-`. */
  readonly words: readonly string[];
  text(name: string): string | null;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** One thing that the command can do: one file, loaded when it is asked for. */
export interface Verb {
  /** As it is typed: `lint`, `generate gateway`. */
  readonly name: string;
  /** What follows the name: `<document...>`. */
  readonly usage: string;
  /** The fewest and the most words it takes. */
  readonly words: { readonly min: number; readonly max: number };
  readonly says: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly (readonly [command: string, says: string])[];
  /** Does the work and gives the exit code: 0 fine, 1 findings. Throws `GeneratorError` for 2. */
  run(args: Arguments): Promise<number>;
}
