import { CORE_FUNCTIONS } from "./core-functions.ts";
import type { CoreFunction, CoreModule } from "./core-functions.ts";
import { createNames } from "./names.ts";
import type { Names } from "./names.ts";
import { literal } from "../../render/code.ts";

/** A module of JavaScript under construction. */
export interface ModuleWriter {
  readonly names: Names;
  /** The name of a function of the core, which is imported from then on. */
  readonly core: (name: CoreFunction) => string;
  /** The name of a constant that holds an expression; the same expression has one, named by the first who asks. */
  readonly constant: (words: readonly string[], code: string) => string;
  /** Statements at the top level, in the order in which they come. */
  readonly add: (...lines: readonly string[]) => void;
  /** The whole text; `from` stands before the names of the core's modules: `./core/`. */
  readonly text: (from: string) => string;
  /** The modules of the core that are imported. */
  readonly modules: () => readonly CoreModule[];
}

const MODULE_OF: ReadonlyMap<string, CoreModule> = new Map(
  moduleNames().flatMap((module) => CORE_FUNCTIONS[module].map((name) => [name, module] as const)),
);

/** A writer of one module; `taken` are names that it exports. */
export function createModule(taken: readonly string[]): ModuleWriter {
  const names = createNames([...taken, ...MODULE_OF.keys()]);
  const used = new Set<CoreFunction>();
  const constants = new Map<string, string>();
  const body: string[] = [];
  const modules = () => moduleNames().filter((module) => usedOf(module, used).length > 0);
  return {
    names,
    modules,
    core: (name) => {
      used.add(name);
      return name;
    },
    constant: (words, code) => {
      const known = constants.get(code) ?? names.declare(words);
      if (!constants.has(code)) {
        constants.set(code, known);
        body.push(`const ${known} = ${code};`, "");
      }
      return known;
    },
    add: (...lines) => body.push(...lines),
    text: (from) => {
      const imports = modules().map((module) => importLine(from, module, usedOf(module, used)));
      return `${[...imports, "", ...body].join("\n")}\n`;
    },
  };
}

function moduleNames(): readonly CoreModule[] {
  return Object.keys(CORE_FUNCTIONS).filter(isModule).toSorted();
}

function isModule(name: string): name is CoreModule {
  return Object.hasOwn(CORE_FUNCTIONS, name);
}

function usedOf(module: CoreModule, used: ReadonlySet<string>): readonly string[] {
  return CORE_FUNCTIONS[module].filter((name) => used.has(name));
}

function importLine(from: string, module: CoreModule, names: readonly string[]): string {
  const path = literal(`${from}${module}.js`);
  const line = `import { ${names.join(", ")} } from ${path};`;
  return line.length <= 90 ? line : `import {\n  ${names.join(",\n  ")},\n} from ${path};`;
}
