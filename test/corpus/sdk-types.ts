import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import type { SdkValue } from "./sdk-session.ts";

/** A generated package, and the values that its client sent and was given. */
export interface TypedClient {
  readonly document: string;
  readonly directory: string;
  readonly values: readonly SdkValue[];
}

/** As strict as a caller can be, in a program that has no DOM and looks into every declaration. */
const OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2022",
  lib: ["es2022"],
  module: "nodenext",
  types: [],
};

/** A guess of TypeScript's and no contradiction: the schema lets every member be absent, and others be there. */
const NO_MEMBER_IN_COMMON = "TS2559";

/** Type-checks all packages and the use of each in one program: what is wrong, by document. */
export async function typeProblems(
  clients: readonly TypedClient[],
  { folder, tsc }: { readonly folder: string; readonly tsc: string },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = clients.map(({ directory }) => basename(directory));
  await Promise.all(
    clients.map(({ directory, values }) =>
      writeFile(join(directory, "use.ts"), useOf(values), "utf8"),
    ),
  );
  const files = entries.flatMap((name) => [`${name}/lib/*.d.ts`, `${name}/use.ts`]);
  const config = { compilerOptions: OPTIONS, include: files };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const lines = (await outputOf(process.execPath, [tsc, "-p", folder, "--pretty", "false"], folder))
    .split("\n")
    .filter((line) => line.includes(" error TS") || line.startsWith("error TS"))
    .filter((line) => !line.includes(`error ${NO_MEMBER_IN_COMMON}`));
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const owner = clients.find(({ directory }) =>
      line.startsWith(`${relative(folder, directory)}/`),
    );
    const document = owner?.document ?? "";
    found.set(document, [...(found.get(document) ?? []), `SDK types: ${line}`]);
  }
  return found;
}

/** Hands each value to the function that sent it, and takes it from the listener that heard it. */
function useOf(values: readonly SdkValue[]): string {
  const lines = values.flatMap(({ connectName, direction, name, value }, index) => {
    if (value instanceof Uint8Array) {
      return [];
    }
    const client = `Awaited<ReturnType<typeof sdk.${connectName}>>`;
    const key = JSON.stringify(name);
    const type =
      direction === "clientToServer"
        ? `Parameters<${client}["send"][${key}]>[0]`
        : `Parameters<Parameters<${client}["on"][${key}]>[0]>[0]`;
    return [
      `const value${index} = ${JSON.stringify(value)}${value === null ? "" : " as const"};`,
      `export const typed${index}: ${type} = value${index};`,
    ];
  });
  return ['import type * as sdk from "./lib/index.js";', ...lines, "export {};", ""].join("\n");
}

function outputOf(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, maxBuffer: 1 << 28 }, (error, stdout) => {
      if (error !== null && stdout === "") reject(error);
      else resolve(stdout);
    });
  });
}
