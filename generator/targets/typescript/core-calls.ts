import { written } from "../../render/code.ts";
import {
  Expression,
  printJavaScript,
  type JavaScriptValue,
} from "../../render/javascript-value.ts";

/** The functions of the core that one module's table names: what an API does not need is in no bundle of it. */
export class CoreCalls {
  readonly #imports = new Map<string, Set<string>>();

  /** What a module of the core exports, as an expression. */
  name(module: string, imported: string): Expression {
    this.#imports.set(module, (this.#imports.get(module) ?? new Set()).add(imported));
    return new Expression(written(imported));
  }

  /** A call of what a module of the core exports. */
  call(module: string, imported: string, given: readonly JavaScriptValue[]): Expression {
    const { code } = this.name(module, imported);
    return new Expression(
      written(`${code}(${given.map((value) => printJavaScript(value, "  ")).join(", ")})`),
    );
  }

  /** By module of the core: what is imported from it. */
  get imports(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#imports;
  }
}
