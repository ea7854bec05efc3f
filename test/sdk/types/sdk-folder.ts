import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compileDocument } from "../../../generator/compile.ts";
import { clientFiles } from "../../../generator/targets/typescript/index.ts";
import { temporaryFolder } from "../../helpers/folder.ts";

/** A folder in which programs import SDKs by their names. */
export interface SdkFolder {
  readonly folder: string;
  /** By file of a package: `chat-client/README.md`. */
  readonly files: ReadonlyMap<string, string>;
}

/** Generates the SDKs of documents into `node_modules` of an empty folder, which is gone when the test is over. */
export async function sdkFolder(documents: readonly string[]): Promise<SdkFolder> {
  const folder = temporaryFolder();
  const files = new Map<string, string>();
  for (const path of documents) {
    const { model } = await compileDocument(
      { kind: "file", path },
      {
        allowRemote: false,
        allowOutside: false,
        perspective: null,
        alone: true,
        partial: false,
        until: "model",
      },
    );
    if (model === null) throw new Error(`"${path}" does not compile`);
    const emitted = clientFiles(model, null);
    const packageFile = emitted.find((one) => one.path === "package.json")?.text ?? "{}";
    const { name } = JSON.parse(packageFile) as { readonly name: string };
    for (const file of emitted) {
      files.set(`${name}/${file.path}`, file.text);
      write(join(folder, "node_modules", name, file.path), file.text);
    }
  }
  write(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  symlinkSync(resolve("node_modules/ws"), join(folder, "node_modules/ws"));
  return { folder, files };
}

/** Writes a file and the folders that it stands in. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What programs are compiled with besides being strict. */
export interface Compiling {
  readonly lib: readonly string[];
  /** Of this project's own `@types`. */
  readonly types?: readonly string[];
}

/** What the compiler says against programs, by file name, that import the folder's SDKs. */
export function compilePrograms(
  { folder }: SdkFolder,
  programs: Readonly<Record<string, string>>,
  { lib, types = [] }: Compiling,
): string {
  for (const [name, text] of Object.entries(programs)) write(join(folder, name), text);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    jsx: "preserve",
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    lib,
    types,
    typeRoots: [resolve("node_modules/@types")],
  };
  write(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: Object.keys(programs) }),
  );
  const compiler = "node_modules/typescript-native/bin/tsc";
  return spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" }).stdout;
}
