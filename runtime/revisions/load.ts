import { Script } from "node:vm";
import { createContractV1 } from "../contract/create.ts";
import type { ApiModuleV1, CompiledScript } from "../contract/v1.ts";
import type { Hooks } from "../hooks/types.ts";
import type { Codecs } from "../messages/codec/codec.ts";
import { payloadCodecs } from "../messages/codec/payload-codecs.ts";
import type { Revision } from "./revision.ts";

/**
 * Runs the text of a compiled script in memory and returns the API that it makes. `name` stands in
 * stack traces. Nothing keeps the text or its code once the module is forgotten, so that reloading
 * leaks nothing. The text is trusted: it comes from the compiler, never from a document as such.
 */
export function loadScript(text: string, name: string): ApiModuleV1 {
  const made: unknown = new Script(text, { filename: `${name}.api.js` }).runInThisContext();
  if (!isCompiledScript(made)) {
    throw new TypeError(`"${name}" is no compiled script, expected a function of the contract`);
  }
  return runScript(made);
}

/** Runs a compiled script that a build has bundled. */
export function runScript(script: CompiledScript): ApiModuleV1 {
  const module = script(createContractV1());
  const { contract } = module.api;
  if (contract !== 1) {
    throw new TypeError(`the compiled script is of contract ${String(contract)}, expected 1`);
  }
  return module;
}

/** Joins an API with its hooks and the decoders of its binary payloads. */
export function createRevision(module: ApiModuleV1, hooks: Hooks | null, codecs: Codecs): Revision {
  return { module, hooks, codecs: payloadCodecs(module.api, codecs) };
}

function isCompiledScript(made: unknown): made is CompiledScript {
  return typeof made === "function";
}
