import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(import.meta.url);

/** True where the compiler runs from its TypeScript sources, as the tests do. */
export const runsFromSource: boolean = here.endsWith(".ts");

/** The folder of the package: where `templates/` and `package.json` are. */
export function packageRoot(): string {
  for (let folder = dirname(here); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "templates"))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      throw new Error(`no package.json above "${here}"`);
    }
  }
}

/** A module of the runtime, `gateway` or `options/run`: its source here, its compiled form in a package. */
export function runtimeModule(name: string): string {
  const root = packageRoot();
  return runsFromSource
    ? join(root, "runtime", `${name}.ts`)
    : join(root, "dist", "runtime", `${name}.js`);
}

/** The declarations of a runtime module, as text: `.ts` from source, `.d.ts` from a package. */
export function runtimeDeclarations(name: string): string {
  const root = packageRoot();
  const source = join(root, "runtime", `${name}.ts`);
  const built = join(root, "dist", "runtime", `${name}.d.ts`);
  return readFileSync(runsFromSource ? source : built, "utf8");
}

/** The version of this package. */
export function packageVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  if (typeof parsed === "object" && parsed !== null && "version" in parsed) {
    return String(parsed.version);
  }
  throw new Error("package.json has no version");
}
