import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

/** What the package is packed from. */
const SOURCES = [
  "bin",
  "generator",
  "runtime",
  "scripts",
  "specs",
  "templates",
  "package.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "CHANGELOG.md",
  "LICENSE",
  "NOTICE",
  "README.md",
];

/** The package as a user has it: packed from a copy of the sources, installed in an empty folder. */
export interface InstalledPackage {
  /** Folder whose `node_modules` holds framegate and nothing that it does not ask for. */
  readonly folder: string;
  /** Names of the files in the tarball. */
  readonly files: readonly string[];
}

/** Builds, packs and installs below `root`; takes seconds, and the registry for what npm has not cached. */
export function installPackage(root: string): InstalledPackage {
  const copy = join(root, "copy");
  const folder = join(root, "empty");
  mkdirSync(folder);
  for (const source of SOURCES) cpSync(source, join(copy, source), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  const packed: unknown = JSON.parse(npm(copy, "pack", "--json", "--foreground-scripts=false"));
  const { filename, files } = tarballOf(packed);
  npm(folder, "init", "--yes");
  npm(folder, "install", join(copy, filename), "--prefer-offline", "--ignore-scripts");
  return { folder, files };
}

function npm(cwd: string, ...args: readonly string[]): string {
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  return execFileSync("npm", [...args, ...quiet], { cwd, encoding: "utf8" });
}

interface Tarball {
  readonly filename: string;
  readonly files: readonly string[];
}

/** The one entry of `npm pack --json`. */
function tarballOf(packed: unknown): Tarball {
  const [entry]: readonly unknown[] = Array.isArray(packed) ? packed : [];
  if (typeof entry !== "object" || entry === null) throw new TypeError("npm packed nothing");
  if (!("filename" in entry) || !("files" in entry) || !Array.isArray(entry.files)) {
    throw new TypeError("npm pack --json has another form than expected");
  }
  const files = entry.files.map((file: { readonly path: string }) => file.path);
  return { filename: String(entry.filename), files };
}

/** What is installed: packages, and bytes of all files. */
export function sizeOf(folder: string): { readonly packages: number; readonly bytes: number } {
  const entries = readdirSync(join(folder, "node_modules"), {
    recursive: true,
    withFileTypes: true,
  });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const manifest = /node_modules\/(?:@[^/]+\/)?[^/@]+\/package\.json$/;
  return {
    packages: paths.filter((path) => manifest.test(path)).length,
    bytes: paths.reduce((sum, path) => sum + statSync(path).size, 0),
  };
}
