import yargs, { type Argv, type Options } from "yargs";
import { GeneratorError } from "../errors.ts";
import { packageVersion } from "../render/core-files.ts";
import { argumentsOf } from "./arguments.ts";
import type { OptionSpec, Verb } from "./verb.ts";
import { VERBS } from "./verbs.ts";

/** Help, completion, misspelt verbs and options, and every command line that is not a plain one. */
export async function runWithYargs(argv: readonly string[]): Promise<number> {
  const verbs = await Promise.all(Object.values(VERBS).map((load) => load()));
  let exitCode = 0;
  const run = async (verb: Verb, values: Readonly<Record<string, unknown>>) => {
    const words = Array.isArray(values["words"]) ? values["words"].map(String) : [];
    exitCode = await verb.run(argumentsOf(words, values));
  };
  const parser = commandLine(verbs, run);
  await parser.parseAsync([...argv]);
  return exitCode;
}

type Run = (verb: Verb, values: Readonly<Record<string, unknown>>) => Promise<void>;

function commandLine(verbs: readonly Verb[], run: Run): Argv {
  const root = yargs()
    .scriptName("framegate")
    .usage(
      "$0 <verb> <document...>\n\nOne AsyncAPI document in, an enforcing WebSocket gateway out.",
    )
    .version(packageVersion())
    .help()
    .alias("help", "h")
    .completion("completion", "print a script for the completion of your shell")
    .recommendCommands()
    .demandCommand(1, "say what to do: one of the verbs above")
    .strict()
    .exitProcess(false)
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .parserConfiguration({ "camel-case-expansion": false, "boolean-negation": false })
    .fail(failed);
  for (const verb of verbs.filter(({ name }) => !name.includes(" "))) {
    addVerb(root, verb, run);
  }
  return root.command("generate", "write something that a document makes", (generate) => {
    for (const verb of verbs.filter(({ name }) => name.startsWith("generate "))) {
      addVerb(generate, verb, run);
    }
    return generate.demandCommand(1, "say what to generate: one of the targets above");
  });
}

function failed(message: string | null, error: Error | undefined): never {
  if (error !== undefined && error.name !== "YError") {
    throw error;
  }
  throw new GeneratorError("USAGE", { reason: String(message ?? error?.message).trim() });
}

function addVerb(parent: Argv, verb: Verb, run: Run): void {
  const last = verb.name.split(" ").at(-1) ?? verb.name;
  parent.command(
    `${last} [words...]`,
    verb.says,
    (command) => {
      command.usage(`$0 ${verb.name} ${verb.usage}\n\n${verb.says}`);
      command.positional("words", { type: "string", describe: verb.usage });
      for (const [name, spec] of Object.entries(verb.options)) {
        command.option(name, optionOf(spec));
      }
      for (const [example, says] of verb.examples) {
        command.example(example, says);
      }
      return command.check((values) => checkWords(verb, values["words"]));
    },
    (values) => run(verb, values),
  );
}

function optionOf(spec: OptionSpec): Options {
  return {
    type: spec.type,
    describe: spec.says,
    ...(spec.many === true ? { array: true, nargs: 1 } : { requiresArg: spec.type !== "boolean" }),
    ...(spec.alias === undefined ? {} : { alias: spec.alias }),
    ...(spec.choices === undefined ? {} : { choices: spec.choices }),
    ...(spec.defaultSays === undefined ? {} : { defaultDescription: spec.defaultSays }),
  };
}

function checkWords(verb: Verb, words: unknown): true {
  const count = Array.isArray(words) ? words.length : 0;
  const { min, max } = verb.words;
  if (count < min) {
    throw new GeneratorError("USAGE", { reason: `${verb.name} needs ${verb.usage}` });
  }
  if (count > max) {
    throw new GeneratorError("USAGE", { reason: `${verb.name} takes only ${verb.usage}` });
  }
  return true;
}
