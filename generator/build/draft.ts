import type { SourceNode } from "../source/tree.ts";
import type { Fields } from "./fields.ts";

/**
 * What both rooms, `v2/` and `v3/`, make of a document: the same things in the same words, traits merged,
 * nothing decided yet. The rest of `build/` knows no versions.
 */
export interface DraftDocument {
  readonly major: 2 | 3;
  readonly servers: readonly DraftServer[];
  readonly channels: readonly DraftChannel[];
  readonly operations: readonly DraftOperation[];
}

export interface DraftServer {
  readonly id: string;
  readonly fields: Fields;
  /** As written, host and path in one: `wss://{region}.example.com:{port}/v1`; the scheme may be absent. */
  readonly url: string;
  readonly protocol: string;
  readonly security: DraftSecurity;
}

export interface DraftChannel {
  readonly id: string;
  readonly fields: Fields;
  readonly address: string | null;
  /** null: every server. */
  readonly serverIds: readonly string[] | null;
  readonly messages: readonly DraftMessage[];
  /** No version has it here; taken for its operations where one writes it. */
  readonly security: DraftSecurity;
}

/** What the document's own application does: 2.x `publish` is `receive`, `subscribe` is `send`. */
export type Action = "send" | "receive";

export interface DraftOperation {
  readonly id: string;
  readonly fields: Fields;
  readonly action: Action;
  readonly channelId: string;
  readonly messages: readonly DraftMessage[];
  readonly anything: boolean;
  readonly reply: DraftReply | null;
  readonly security: DraftSecurity;
}

export interface DraftReply {
  readonly channelId: string;
  readonly messages: readonly DraftMessage[];
}

export interface DraftMessage {
  readonly fields: Fields;
  /** Names that the author gave it, best first; the first free one becomes its id. */
  readonly names: readonly string[];
  /** Written under `components`: keeps its plain name where two clash. */
  readonly shared: boolean;
  readonly channelId: string;
}

/** Any one of these; each is an "and" of schemes. null: the document says nothing. */
export type DraftSecurity = readonly DraftRequirement[] | null;
export type DraftRequirement = readonly DraftSchemeUse[];

export interface DraftSchemeUse {
  /** The scheme itself, `$ref`s followed. */
  readonly scheme: SourceNode;
  /** The author's key for it; null where it is written in place. */
  readonly name: string | null;
  readonly scopes: readonly string[];
}
