/**
 * npm's `prepare`: builds `dist/` after `npm ci` in a clone and before `npm pack`. Plain JavaScript,
 * because it must run without development dependencies too: `npm ci --omit=dev` builds nothing.
 */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What `dist/` is made by, in this order. */
const STEPS = [
  ["node_modules/tsx/dist/cli.mjs", "scripts/build-spec.ts"],
  ["node_modules/typescript-native/bin/tsc", "-p", "tsconfig.build.json"],
  ["node_modules/typescript-native/bin/tsc", "-p", "templates/typescript/tsconfig.json"],
  ["scripts/bundle-cli.mjs"],
  ["scripts/bundle-shell.mjs"],
];

const hasTools = existsSync(new URL(`../${STEPS[1][0]}`, import.meta.url));
const isBuilt = existsSync(new URL("../dist/generator/cli/main.js", import.meta.url));

// `npx framegate` in the clone links the package to itself and prepares it again: once is enough.
if (process.env.npm_command === "exec" && isBuilt) process.exit(0);

if (hasTools) {
  for (const folder of ["gateway", "generator", "runtime", "spec"]) {
    rmSync(new URL(`../dist/${folder}`, import.meta.url), { recursive: true, force: true });
  }
  for (const step of STEPS) {
    const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
  }
} else {
  console.log("development dependencies are not installed: dist/ stays as it is");
}
