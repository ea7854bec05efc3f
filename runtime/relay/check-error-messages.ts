import { errorMessageFault } from "../messages/error-message.ts";
import { createWriter } from "../messages/outgoing.ts";
import { StartError } from "../start-error.ts";
import type { RelayRevision } from "./prepared-route.ts";

/**
 * Makes sure that each API's own error message is what the document says it is. Throws StartError: a
 * gateway that found it out with the first bad frame would close connections that it should answer.
 */
export function checkErrorMessages(revisions: readonly RelayRevision[]): void {
  for (const revision of revisions) {
    const { module, codecs } = revision;
    const { api } = module;
    for (const route of api.errorMessage === null ? [] : api.routes) {
      const fault = errorMessageFault(api, createWriter({ module, codecs, route }));
      // Its topic may be made of a connection's parameters; where even those do not make one, a bad frame closes.
      if (fault === null || fault.keyword === "topic") continue;
      const { pointer, found, expected } = fault;
      const place = pointer === "" ? "its payload" : pointer;
      throw new StartError("ERROR_MESSAGE_INVALID", {
        api: api.title,
        route: route.path,
        fault: `${place} is ${found}, expected ${expected}`,
      });
    }
  }
}
