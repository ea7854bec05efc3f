import type { ApiModuleV1, Flow, Group } from "../../../runtime/contract/v1.ts";
import { readJson } from "../../../runtime/messages/json/read-json.ts";

/** Some groups of an API compiled, of which acceptors are compared with what the gateway otherwise does. */
export type Compiled = Pick<
  ApiModuleV1,
  "clientChecks" | "serverChecks" | "choosers" | "acceptors" | "together" | "wasmAcceptors"
>;

/** The entries, by index, that bytes are; `[]`: none, or something about them is odd. */
export type Reader = (bytes: Uint8Array, start: number, end: number) => readonly number[];

/** What acceptors must say where they say anything: the bytes are read, chosen and checked as without acceptors. */
export function createAuthority(module: Compiled, group: Group, flow: Flow, depth: number): Reader {
  const checks = flow === "clientToServer" ? module.clientChecks : module.serverChecks;
  const chooser = module.choosers[group.id];
  return (bytes, start, end) => {
    const reading = readJson(bytes.subarray(start, end), { depth });
    const isOdd =
      reading.kind === "fault" || reading.duplicateKey !== null || reading.loneSurrogate;
    if (isOdd || chooser === undefined) {
      return [];
    }
    const { value, holder } = reading;
    const chosen = chooser(value);
    const indices = Array.isArray(chosen) ? (chosen as readonly number[]) : [];
    let isTolerated = false;
    const tolerate = (): void => {
      isTolerated = true;
    };
    const place = { parentData: holder, parentDataProperty: "" };
    const fitting = indices.filter((index) => {
      const check = checks[group.entries[index]?.messageId ?? ""];
      return check?.(value, tolerate, place) === null;
    });
    return isTolerated ? [] : fitting;
  };
}

/** What an acceptor says, in the same words; `[]`: it does not know. */
export function createReader(module: Compiled, group: Group): Reader | null {
  const accept = module.acceptors?.[group.id];
  const listOf = module.together?.[group.id];
  if (accept === undefined || listOf === undefined) {
    return null;
  }
  return (bytes, start, end) => {
    const answer = accept(bytes, start, end);
    return answer === -1 ? [] : listOf(answer);
  };
}
