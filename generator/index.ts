/** The compiler as a library: a document in, a model, findings and a gateway's files out. */
export { compileDocument, overlayPath } from "./compile.ts";
export type { Compiled, CompileOptions } from "./compile.ts";
export type { Decision } from "./build/reading.ts";
export type { Diagnostic, Place, Severity } from "./diagnostics.ts";
export { GeneratorError } from "./errors.ts";
export type { GeneratorErrorCode } from "./errors.ts";
export { locateFindings } from "./lint/locate.ts";
export type { LocatedFinding } from "./lint/located.ts";
export type { ApiModel } from "./model/api.ts";
export { planOutput } from "./output/plan.ts";
export type { OutputPlan } from "./output/plan.ts";
export { writeOutput } from "./output/write.ts";
export type { EmittedFile } from "./render/emitted-file.ts";
export type { DocumentSource } from "./source/load.ts";
export type { CompiledGateway } from "./targets/gateway/compile-gateway.ts";
export { gatewayFiles } from "./targets/gateway/index.ts";
export type { BuildInputs } from "./targets/gateway/index.ts";
