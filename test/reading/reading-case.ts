import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { stringify, parse } from "yaml";

/** One frame of a case; exactly one of `json`, `raw` and `hex` says what it holds. */
export interface CaseFrame {
  readonly from: "client" | "server";
  readonly json?: unknown;
  readonly raw?: string;
  readonly hex?: string;
  /** Path and query to connect to, instead of the case's. */
  readonly connect?: string;
}

export interface RefusedFrame extends CaseFrame {
  readonly code?: string;
  /** JSON pointer. */
  readonly at?: string;
}

/** A small document and what may and may not pass through its gateway: one file of `cases/`. */
export interface ReadingCase {
  readonly name: string;
  readonly says: string;
  readonly document: string;
  /** Default: the address of the first channel. */
  readonly connect: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `document`: the backend is the one that the document names, on the port it calls BACKEND_PORT. */
  readonly backend: "document" | "override";
  /** The path at which the backend must see the handshake; null: any. */
  readonly backendPath: string | null;
  readonly accepted: readonly CaseFrame[];
  readonly refused: readonly RefusedFrame[];
  readonly handshakes: readonly {
    readonly target: string;
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
  }[];
}

/** Reads every case of the folder. A case without an accepted and a refused frame proves nothing: it throws. */
export function readCases(folder: string): readonly ReadingCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => readCase(join(folder, file)));
}

interface Written extends Partial<Omit<ReadingCase, "document" | "name">> {
  readonly says: string;
  readonly document: { readonly channels: Readonly<Record<string, { address?: string }>> };
}

function readCase(path: string): ReadingCase {
  const written: Written = parse(readFileSync(path, "utf8"));
  const name = basename(path, ".yaml");
  const { accepted = [], refused = [] } = written;
  if (accepted.length === 0 || refused.length === 0) {
    throw new Error(`case "${name}" needs an accepted and a refused frame`);
  }
  const [key = "", channel] = Object.entries(written.document.channels)[0] ?? [];
  return {
    headers: {},
    backend: "override",
    backendPath: null,
    handshakes: [],
    connect: channel?.address ?? key,
    ...written,
    accepted,
    refused,
    name,
    document: stringify(written.document, { defaultStringType: "QUOTE_DOUBLE" }),
  };
}

/** The bytes of a frame and whether they go as a binary one. */
export function frameOf(frame: CaseFrame): { readonly binary: boolean; readonly bytes: Buffer } {
  if (frame.hex !== undefined) {
    return { binary: true, bytes: Buffer.from(frame.hex, "hex") };
  }
  return { binary: false, bytes: Buffer.from(frame.raw ?? JSON.stringify(frame.json)) };
}
