/** The command line from its sources, as a program of its own: workers of it are started by the same file and flags. */
import { main } from "../../generator/cli/main.ts";

process.exitCode = await main(process.argv.slice(2));
