import yargs, { type Argv, type Options } from "yargs";
import { packageVersion } from "../render/core-files.ts";
import { argumentsOf } from "./arguments.ts";
import { usageError } from "./usage-errors.ts";
import type { OptionSpec, Verb } from "./verb.ts";
import { VERBS } from "./verbs.ts";

/** Help, completion, misspelt verbs and options, and every command line that is not a plain one. */
export async function runWithYargs(argv: readonly string[]): Promise<number> {
  const verbs = await Promise.all(Object.values(VERBS).map((load) => load()));
  let exitCode = 0;
  const run = async (verb: Verb, values: Readonly<Record<string, unknown>>) => {
    const words = [values["document"] ?? []].flat().map(String);
    exitCode = await verb.run(argumentsOf(words, values));
  };
  const parser = commandLine(verbs, argv, run);
  await parser.parseAsync([...argv]);
  return exitCode;
}

type Run = (verb: Verb, values: Readonly<Record<string, unknown>>) => Promise<void>;

function commandLine(verbs: readonly Verb[], argv: readonly string[], run: Run): Argv {
  const names = verbs.map(({ name }) => name).join(", ");
  const root = yargs()
    .scriptName("framegate")
    .detectLocale(false)
    .usage(
      "$0 <verb> <document...>\n\nOne AsyncAPI document in, an enforcing WebSocket gateway out.",
    )
    .version(packageVersion())
    .help()
    .alias("help", "h")
    .alias("version", "v")
    .completion("completion", "print a script for the completion of your shell")
    .recommendCommands()
    .demandCommand(1, `say what to do: ${names}`)
    .strict()
    .exitProcess(false)
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .parserConfiguration({ "camel-case-expansion": false, "boolean-negation": false })
    .fail((message, error) => failed(message, error, argv, verbs));
  for (const verb of verbs.filter(({ name }) => !name.includes(" "))) {
    addVerb(root, verb, run);
  }
  return root.command("generate", "write something that a document makes", (generate) => {
    for (const verb of verbs.filter(({ name }) => name.startsWith("generate "))) {
      addVerb(generate, verb, run);
    }
    const targets = verbs.flatMap(({ name }) => name.match(/(?<=^generate ).+/u) ?? []);
    return generate.demandCommand(1, `say what to generate: ${targets.join(", ")}`);
  });
}

function failed(
  message: string | null,
  error: Error | undefined,
  argv: readonly string[],
  verbs: readonly Verb[],
): never {
  if (error !== undefined && error.name !== "YError") {
    throw error;
  }
  throw usageError(message ?? error?.message ?? "", argv, verbs);
}

function addVerb(parent: Argv, verb: Verb, run: Run): void {
  const last = verb.name.split(" ").at(-1) ?? verb.name;
  parent.command(
    `${last} ${verb.usage}`,
    verb.says,
    (command) => {
      command.usage(`$0 ${verb.name} ${verb.usage}\n\n${verb.says}`);
      command.positional("document", { type: "string", describe: documentWords(verb) });
      for (const [name, spec] of Object.entries(verb.options)) {
        command.option(name, optionOf(spec));
      }
      for (const [example, says] of verb.examples) {
        command.example(example, says);
      }
      return command;
    },
    (values) => run(verb, values),
  );
}

function documentWords({ words }: Verb): string {
  const glob = words.max > 1 ? " a glob," : "";
  return `a file,${glob} an https URL, or - for standard input`;
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
