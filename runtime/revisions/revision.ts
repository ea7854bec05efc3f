import type { ApiModuleV1 } from "../contract/v1.ts";
import type { Hooks } from "../hooks/types.ts";
import type { Codecs } from "../messages/judge.ts";

/** An immutable compiled state of one API; a connection keeps the revision it began with. */
export interface Revision {
  readonly module: ApiModuleV1;
  /** What the operator's `hooks.ts` exports; null: there are none. */
  readonly hooks: Hooks | null;
  /** Decoders of the binary payloads that this API uses. */
  readonly codecs: Codecs;
}
