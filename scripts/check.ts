/**
 * `npm run check`: all that can be said of the code without running it. The steps run side by side,
 * and all of them run even if one fails, so that one run shows everything there is to repair.
 */
import { spawn } from "node:child_process";
import { styleText } from "node:util";

interface Step {
  readonly name: string;
  readonly says: string;
  readonly command: readonly string[];
}

const STEPS: readonly Step[] = [
  {
    name: "types",
    says: "TypeScript, strict",
    command: ["node", "node_modules/typescript-native/bin/tsc", "-p", "tsconfig.json"],
  },
  {
    name: "lint",
    says: "oxlint, with the rules that know types",
    command: ["oxlint", "--type-aware", "--deny-warnings"],
  },
  {
    name: "format",
    says: "prettier; `npm run format` repairs it",
    command: ["prettier", "--check", "--log-level", "warn", "."],
  },
  {
    name: "directions",
    says: "who imports whom, the table in .dependency-cruiser.mjs",
    command: [
      "depcruise",
      "--config",
      ".dependency-cruiser.mjs",
      "generator",
      "runtime",
      "templates/typescript",
    ],
  },
  {
    name: "unused",
    says: "knip: exports, files and dependencies that nobody uses",
    command: ["knip", "--no-progress"],
  },
];

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

function run([program = "", ...args]: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", (error) => resolve({ passed: false, output: error.message }));
    child.on("close", (code) => {
      resolve({ passed: code === 0, output: Buffer.concat(output).toString() });
    });
  });
}

async function show(step: Step): Promise<boolean> {
  const started = performance.now();
  const { passed, output } = await run(step.command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const mark = passed ? styleText("green", "✓") : styleText("red", "✗");
  console.log(`${mark} ${step.name.padEnd(10)} ${step.says} (${seconds} s)`);
  if (!passed) console.log(output.trimEnd().replaceAll(/^/gm, "  "));
  return passed;
}

const wanted = process.argv.slice(2);
const steps = STEPS.filter((step) => wanted.length === 0 || wanted.includes(step.name));
const passed = await Promise.all(steps.map(show));
process.exitCode = passed.every(Boolean) ? 0 : 1;
