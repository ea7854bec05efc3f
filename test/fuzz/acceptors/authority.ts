import type { Acceptor, ApiModuleV1, Flow, Group } from "../../../runtime/contract/v1.ts";
import { readJson } from "../../../runtime/messages/json/read-json.ts";

/** Some groups of an API compiled, of which acceptors are compared with what the gateway otherwise does. */
export type Compiled = Pick<
  ApiModuleV1,
  "clientChecks" | "serverChecks" | "choosers" | "acceptors"
>;

/**
 * What an acceptor must say where it says anything: the entry that bytes are, read, chosen and checked as the gateway
 * does without acceptors; -1: none, several, or something about them is odd.
 */
export function createAuthority(
  module: Compiled,
  group: Group,
  flow: Flow,
  depth: number,
): Acceptor {
  const checks = flow === "clientToServer" ? module.clientChecks : module.serverChecks;
  const chooser = module.choosers[group.id];
  return (bytes, start, end) => {
    const reading = readJson(bytes.subarray(start, end), { depth });
    if (
      reading.kind === "fault" ||
      reading.duplicateKey !== null ||
      reading.loneSurrogate ||
      chooser === undefined
    ) {
      return -1;
    }
    const { value, holder } = reading;
    const indices = chooser(value);
    const [index] = Array.isArray(indices) && indices.length === 1 ? indices : [];
    const entry = group.entries[index];
    const check = entry === undefined ? undefined : checks[entry.messageId];
    let isTolerated = false;
    const tolerate = (): void => {
      isTolerated = true;
    };
    const fault = check?.(value, tolerate, { parentData: holder, parentDataProperty: "" });
    return fault === null && !isTolerated && typeof index === "number" ? index : -1;
  };
}
