import type { OptionSpec, Verb } from "../../generator/cli/verb.ts";
import { VERBS } from "../../generator/cli/verbs.ts";
import { generatedFrom } from "./generated-from.ts";

const OPENING = `# Command line

${generatedFrom("generator/cli")}

\`framegate <verb> <document…>\`. A document is a file, a glob in quotes, an https address, or \`-\` for
standard input. \`framegate --help\` and \`framegate <verb> --help\` print what stands here;
\`framegate completion\` prints a script for your shell.

| exit code | meaning |
| --- | --- |
| 0 | fine |
| 1 | findings at or above \`--fail-on\`, or output that differs under \`--check\` |
| 2 | the command could not do its work: a bad option, an unreadable file, a busy port |

Errors go to standard error. \`--json\` prints one JSON document to standard output and nothing else
there. \`NO_COLOR\` is respected.`;

function optionRow([name, option]: readonly [string, OptionSpec]): string {
  const alias = option.alias === undefined ? "" : `, \`-${option.alias}\``;
  const many = option.many === true ? "; may be given several times" : "";
  const byDefault = option.defaultSays === undefined ? "" : ` (default: ${option.defaultSays})`;
  const says = `${option.says}${many}${byDefault}`;
  return `| \`--${name}${valueOf(option)}\`${alias} | ${says.replaceAll(/[|<]/g, "\\$&")} |`;
}

function valueOf({ type, choices }: OptionSpec): string {
  if (type === "boolean") return "";
  return ` <${choices?.join("\\|") ?? { string: "text", number: "number" }[type]}>`;
}

function section(verb: Verb): string {
  const options = Object.entries(verb.options).map(optionRow);
  const examples = verb.examples.flatMap(([command, says]) => [`# ${says}`, command]);
  return [
    `## ${verb.name}`,
    `\`framegate ${verb.name} ${verb.usage}\`: ${verb.says}.`,
    ["```sh", ...examples, "```"].join("\n"),
    ["| option | meaning |", "| --- | --- |", ...options].join("\n"),
  ].join("\n\n");
}

/** `docs/cli.md`: every verb with its options and examples. */
export async function cliPage(): Promise<string> {
  const verbs = await Promise.all(Object.values(VERBS).map((load) => load()));
  return [OPENING, ...verbs.map(section)].join("\n\n");
}
