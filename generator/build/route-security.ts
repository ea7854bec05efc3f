import type { Operation, SecurityRequirement } from "../model/api.ts";
import type { DraftChannel } from "./draft.ts";
import { bothOf, distinct } from "./security.ts";

/**
 * What opens a route's socket: what its server needs "and" what its operations need. A socket that some
 * operation may use without credentials needs only the server's; where operations differ, the credentials
 * of any one of them open it, and each still asks for its own.
 */
export function routeSecurity(
  step: { readonly operations: ReadonlyMap<string, readonly Operation[]> },
  channels: readonly DraftChannel[],
  server: readonly SecurityRequirement[],
): readonly SecurityRequirement[] {
  const operations = channels.flatMap(({ id }) => step.operations.get(id) ?? []);
  const isOpen = operations.some(({ security }) => security.length === 0);
  const needed = isOpen ? [] : distinct(operations.flatMap(({ security }) => security));
  return bothOf(server, needed);
}
