import { GeneratorError } from "../errors.ts";
import type { Verb } from "./verb.ts";
import { verbNamed } from "./verbs.ts";

/** What yargs says of a command line that it does not accept, in our words. */
export function usageError(
  message: string,
  argv: readonly string[],
  verbs: readonly Verb[],
): GeneratorError {
  const choice = /Argument: (.+), Given: (.+), Choices: (.+)/u.exec(message);
  if (choice !== null) {
    const [, option = "", found = "", choices = ""] = choice;
    const expected = `one of ${choices}`;
    return new GeneratorError("OPTION_INVALID", { option: `--${option}`, found, expected });
  }
  const name = verbNamed(argv)?.name;
  const verb = verbs.find((one) => one.name === name);
  return new GeneratorError("USAGE", { reason: reworded(message.trim(), argv, verb) });
}

function reworded(message: string, argv: readonly string[], verb: Verb | undefined): string {
  const [, similar] = /^Did you mean (.+)\?$/u.exec(message) ?? [];
  if (similar !== undefined) {
    const typed = argv[argv[0] === "generate" ? 1 : 0] ?? "";
    return `"${typed}" is not known, but "${similar}" is`;
  }
  const [, option] = /^Not enough arguments following: (.+)$/u.exec(message) ?? [];
  if (option !== undefined) {
    return `${option.length === 1 ? "-" : "--"}${option} needs a value`;
  }
  if (verb !== undefined && message.startsWith("Not enough non-option arguments")) {
    return `${verb.name} needs ${verb.usage}`;
  }
  const [, unknown] = /^Unknown (?:argument|command)s?: (.+)$/u.exec(message) ?? [];
  return unknown === undefined ? message : unknownWords(unknown.split(", "), argv, verb);
}

function unknownWords(
  names: readonly string[],
  argv: readonly string[],
  verb: Verb | undefined,
): string {
  const options = names.flatMap((name) => {
    const given = [`--${name}`, `-${name}`].find((option) =>
      argv.some((word) => word === option || word.startsWith(`${option}=`)),
    );
    return given === undefined ? [] : [`"${given}"`];
  });
  if (options.length > 0) {
    return `unknown ${options.length === 1 ? "option" : "options"} ${options.join(", ")}`;
  }
  return verb === undefined
    ? `${names.map((name) => `"${name}"`).join(", ")} is not known`
    : `${verb.name} takes only ${verb.usage}`;
}
