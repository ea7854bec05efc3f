import type { Compiled } from "../compile.ts";
import { GeneratorError } from "../errors.ts";

/**
 * Throws ROUTES_NONE where a document leaves a gateway nobody to answer and a client nowhere to go: it names no channel
 * yet, as a file that is saved while it is written does, or only channels of other protocols.
 */
export function refuseWithoutRoute(word: string, { model, diagnostics }: Compiled): void {
  if (model === null || model.routes.length > 0) {
    return;
  }
  const isElsewhere = diagnostics.some(({ rule }) => rule === "channel-not-websocket");
  const reason = isElsewhere
    ? "its servers speak other protocols than ws and wss"
    : "it describes no channel";
  throw new GeneratorError("ROUTES_NONE", { file: word, reason });
}
