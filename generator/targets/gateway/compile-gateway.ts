import { createHash } from "node:crypto";
import type { ApiDocument, Backend } from "../../../runtime/contract/v1.ts";
import { compileAcceptors } from "../../checks/acceptor/index.ts";
import { checkFindings } from "../../checks/diagnose.ts";
import { compileChecks, type CheckedMessage } from "../../checks/index.ts";
import type { Diagnostic } from "../../diagnostics.ts";
import type { ApiModel } from "../../model/api.ts";
import { literal, written, type Code } from "../../render/code.ts";
import { apiDocument, type BareApi, type GatewayOptions } from "../api/api-document.ts";
import { modelPatternFindings, type PatternPlaces } from "./pattern-findings.ts";
import { withSamples } from "../api/samples.ts";

/** An API compiled: the document that describes it and the script that runs it. */
export interface CompiledGateway {
  readonly api: ApiDocument;
  /** One JavaScript expression, a function of `v1`: a `CompiledScript` as text. */
  readonly script: string;
  /** The part of the script that does not depend on where the API is served and what is behind it. */
  readonly checks: Code;
  /** What compiling the checks found: schemas without meaning, messages that are alike. */
  readonly findings: readonly Diagnostic[];
}

/**
 * Compiles a model to what a gateway runs. The same model and options give the same text; `placeOf` is for
 * findings only.
 */
export function compileGateway(
  model: ApiModel,
  options: GatewayOptions,
  placeOf: PatternPlaces = () => null,
): CompiledGateway {
  const bare = apiDocument(model, options);
  const groups = bare.routes.flatMap((route) =>
    Object.values(route.flows).flatMap((plan) => plan.groups),
  );
  const input = { schemas: model.schemas, messages: checkedMessages(bare), groups };
  const checks = compileChecks(input);
  const { choices, failures } = checks;
  const { depth, unsafeIntegers } = bare.limits;
  // Acceptors know nothing of numbers too large: each frame is read where these are refused.
  const accepted = unsafeIntegers === "refuse" ? { ...input, groups: [] } : input;
  const made = compileAcceptors({ ...accepted, choices, failures, depth });
  const text = [
    `${checks.code}const acceptors=${made.acceptors};`,
    `const together=${made.together};`,
    `const wasmAcceptors=${made.wasm};\n`,
  ].join("\n");
  const origins = new Map(model.messages.map(({ id, origin }) => [id, origin] as const));
  const findings = [
    ...modelPatternFindings(model, placeOf),
    ...checkFindings(input, checks, (id) => origins.get(id) ?? model.origin),
  ];
  const sampled = withSamples(bare, model, checks.check);
  const api = { ...sampled, revision: revisionOf(sampled, text) };
  const code = written(text);
  return { api, script: scriptOf(api, code), checks: code, findings };
}

/** The same compiled API in front of another backend, for `serve --mock`. */
export function withBackend(gateway: CompiledGateway, backend: Backend): CompiledGateway {
  const api: ApiDocument = {
    ...gateway.api,
    backends: [backend],
    routes: gateway.api.routes.map((route) => ({ ...route, backendIds: [backend.id] })),
  };
  return { ...gateway, api, script: scriptOf(api, gateway.checks) };
}

/**
 * The API stands on a line of its own as JSON text, which engines read faster than an object literal; a function
 * in parentheses they read once, at load, and not again when it is called.
 */
function scriptOf(api: ApiDocument, checks: Code): string {
  const text = literal(JSON.stringify(api));
  return [
    "(function (v1) {",
    '"use strict";',
    `const api=JSON.parse(${text});`,
    `${checks}return {api,clientChecks,serverChecks,choosers,acceptors,together,wasmAcceptors};`,
    "})",
  ].join("\n");
}

function revisionOf(api: BareApi, checks: string): string {
  const hash = createHash("sha256");
  return hash.update(checks).update("\0").update(JSON.stringify(api)).digest("hex").slice(0, 16);
}

/**
 * Every message with the flows that it may go. All are also checked as strictly as a client's: what a hook
 * or the gateway itself sends is, and a server's frame is first.
 */
function checkedMessages(api: BareApi): readonly CheckedMessage[] {
  const plans = api.routes.map((route) => route.flows.serverToClient);
  const entries = plans.flatMap((plan) => plan.groups.flatMap((group) => group.entries));
  const fromServer = new Set(entries.map((entry) => entry.messageId));
  if (api.errorMessage !== null) {
    fromServer.add(api.errorMessage.messageId);
  }
  return Object.entries(api.messages).map(([id, { schema }]) => ({
    id,
    schema,
    flows: fromServer.has(id) ? ["clientToServer", "serverToClient"] : ["clientToServer"],
  }));
}
