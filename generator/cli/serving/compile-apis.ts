import { compileDocument, type Compiled } from "../../compile.ts";
import { GeneratorError } from "../../errors.ts";
import type { CompiledGateway } from "../../targets/gateway/compile-gateway.ts";
import { readingOptions } from "../common-options.ts";
import { documentSource } from "../document-source.ts";
import { refuseWithoutRoute } from "../refuse-without-route.ts";
import type { Arguments } from "../verb.ts";

/** One document of a command line, compiled. */
export interface CompiledApi {
  /** As it was named. */
  readonly word: string;
  readonly compiled: Compiled;
  /** null: its findings say why. */
  readonly gateway: CompiledGateway | null;
}

/**
 * Compiles several documents for one gateway; throws CONTEXT_CLASH where two serve one address, ROUTES_NONE
 * where one serves none.
 */
export async function compileApis(
  words: readonly string[],
  args: Arguments,
): Promise<readonly CompiledApi[]> {
  const alone = words.length === 1;
  const apis: CompiledApi[] = [];
  for (const word of words) {
    const source = await documentSource(word);
    const options = { ...readingOptions(args), alone, until: "gateway" } as const;
    const compiled = await compileDocument(source, options);
    refuseWithoutRoute(word, compiled);
    apis.push({ word, compiled, gateway: compiled.gateway });
  }
  refuseClashes(apis);
  return apis;
}

function refuseClashes(apis: readonly CompiledApi[]): void {
  const owners = new Map<string, string>();
  for (const { word, gateway } of apis) {
    for (const { path } of gateway?.api.routes ?? []) {
      const shape = path.replaceAll(/\{[^{}]*\}/gu, "{}");
      const first = owners.get(shape);
      if (first !== undefined && first !== word) {
        throw new GeneratorError("CONTEXT_CLASH", { first, second: word, path });
      }
      owners.set(shape, word);
    }
  }
}
