/** The levels at which the gateway itself writes. */
export type LineLevel = "error" | "warn" | "info" | "debug";

/** Writes lines: facts that a program may read, and a sentence for people. */
export type Logger = Readonly<Record<LineLevel, (facts: object, sentence: string) => void>>;
