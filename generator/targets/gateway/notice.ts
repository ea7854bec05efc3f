import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageRoot } from "../../render/core-files.ts";

/**
 * The licences of the packages that a bundle holds, as they ask for: the bundle repeats none of their texts.
 * `inputs` are paths of modules, relative to this package or absolute; `whole` says what else is in it.
 */
export function noticeOf(inputs: readonly string[], whole: string): string {
  const packages = new Set(inputs.flatMap(packageFolder));
  const texts = [...packages].map(licenceOf).sort();
  const head = `${whole} (Apache-2.0) and these packages.\n`;
  return [head, ...texts].join(`\n${"-".repeat(80)}\n\n`);
}

function packageFolder(input: string): readonly string[] {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//u.exec(input) ?? [];
  return folder === undefined ? [] : [resolve(packageRoot(), folder)];
}

function licenceOf(folder: string): string {
  const parsed: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((name) => /^licen[cs]e/iu.test(name));
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim();
  return `${nameOf(parsed)}\n\n${text}\n`;
}

function nameOf(manifest: unknown): string {
  if (typeof manifest !== "object" || manifest === null) {
    return "";
  }
  const { name, version, license } = Object.fromEntries(Object.entries(manifest));
  return `${String(name)} ${String(version)} (${String(license)})`;
}
