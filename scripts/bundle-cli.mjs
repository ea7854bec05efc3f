/**
 * Joins the modules of the command line into few files, in `dist/generator/cli/`: node takes longer to find and
 * open two hundred small files than to lint a document. What is loaded lazily stays so; packages stay outside.
 */
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

await build({
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  entryPoints: ["dist/generator/cli/main.js"],
  outdir: "dist/generator/cli",
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
