import type { Operation, SecurityRequirement } from "../model/api.ts";
import type { BuildContext } from "./context.ts";
import type { DraftChannel } from "./draft.ts";
import { bothOf, distinct } from "./security.ts";

interface SecurityStep {
  readonly context: Pick<BuildContext, "find">;
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
}

/** Opens a socket without credentials. */
const NOTHING: SecurityRequirement = { schemes: [] };

/**
 * What opens a route's socket: what its server needs "and" what its operations need. Where operations
 * differ, the credentials of any one of them open it, and each still asks for its own. A socket that
 * some operation may use without credentials needs only the server's; those of the other operations are
 * alternatives beside it, so that a client may send them and they reach the backend.
 */
export function routeSecurity(
  step: SecurityStep,
  channels: readonly DraftChannel[],
  server: readonly SecurityRequirement[],
): readonly SecurityRequirement[] {
  const operations = channels.flatMap(({ id }) => step.operations.get(id) ?? []);
  if (!operations.some(isOpen)) {
    return bothOf(server, distinct(operations.flatMap(({ security }) => security)));
  }
  const optional = optionalSecurity(operations, server);
  if (optional.length === 0) {
    return server;
  }
  reportUnchecked(step, operations, server);
  return [...(server.length === 0 ? [NOTHING] : server), ...optional].slice(0, 64);
}

function isOpen({ security }: Operation): boolean {
  return security.length === 0 || security.some(({ schemes }) => schemes.length === 0);
}

/** Everything that an operation asks for beyond the server's, and which operations ask for it. */
function optionalSecurity(
  operations: readonly Operation[],
  server: readonly SecurityRequirement[],
): readonly SecurityRequirement[] {
  const known = new Set(server.map(({ schemes }) => JSON.stringify(schemes)));
  const found = new Map<string, { requirement: SecurityRequirement; operationIds: Set<string> }>();
  for (const { id, security } of operations) {
    const asked = security.filter(({ schemes }) => schemes.length > 0);
    for (const requirement of asked.length === 0 ? [] : bothOf(server, asked)) {
      const key = JSON.stringify(requirement.schemes);
      const entry = found.get(key) ?? { requirement, operationIds: new Set() };
      entry.operationIds.add(id);
      if (!known.has(key)) {
        found.set(key, entry);
      }
    }
  }
  return [...found.values()].map(({ requirement, operationIds }) => ({
    ...requirement,
    operationIds: [...operationIds],
  }));
}

/** One handshake serves all operations, so that the gateway cannot ask for what only some need. */
function reportUnchecked(
  { context }: SecurityStep,
  operations: readonly Operation[],
  server: readonly SecurityRequirement[],
): void {
  for (const operation of operations) {
    if (!isOpen(operation) && optionalSecurity([operation], server).length > 0) {
      context.find(
        "security-per-operation",
        operation.origin,
        `operation "${operation.id}" asks for credentials on a socket that others open without: they are optional and forwarded, and the gateway does not check them for this operation`,
        "let the backend check them, or give the operations channels of their own",
      );
    }
  }
}
