import { GeneratorError } from "../errors.ts";
import { readPlainly } from "./arguments.ts";
import { VERBS, verbNamed } from "./verbs.ts";

/**
 * Runs one command line and gives its exit code: 0 fine, 1 findings at or above `--fail-on`, 2 the command
 * could not do its work. Only a defect of ours is shown with a stack.
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    if (error instanceof GeneratorError || isStartError(error)) {
      process.stderr.write(`framegate: ${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

/** The runtime's own failures of an operator; told by name, because the runtime is loaded only to serve. */
function isStartError(error: unknown): error is Error {
  return error instanceof Error && error.name === "StartError";
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const named = verbNamed(argv);
  const load = named === null ? undefined : VERBS[named.name];
  if (named !== null && load !== undefined) {
    const verb = await load();
    const plain = await readPlainly(verb, argv.slice(named.length));
    if (plain !== null) {
      return verb.run(plain);
    }
  }
  const { runWithYargs } = await import("./yargs.ts");
  return runWithYargs(argv);
}
