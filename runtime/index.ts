/** What a gateway is made of: run one in your own process, or write your own main. */
export { type RunningGateway, startGateway } from "./gateway.ts";
export type { GatewayOptions } from "./gateway-options.ts";
export { type ClusterOptions, type RunningCluster, startCluster } from "./cluster/primary.ts";
export type { WorkerOptions } from "./cluster/messages.ts";
export { loadSources, type RevisionSource } from "./revisions/load-sources.ts";
export { createRevision, loadScript, runScript } from "./revisions/load.ts";
export type { Revision } from "./revisions/revision.ts";
export { type BuiltGateway, runBuiltGateway } from "./options/run.ts";
export { StartError, type StartErrorCode } from "./start-error.ts";
export { closeReason, type RefusalCode, REFUSALS } from "./refusals.ts";
export type { ConnectionLabel, Observer, RefusalEvent } from "./observe/observer.ts";
export type { LogDestination } from "./observe/log-destination.ts";
export type { LogLevel } from "./observe/log.ts";
export type { ApiDocument, ApiModuleV1, CompiledScript } from "./contract/v1.ts";
