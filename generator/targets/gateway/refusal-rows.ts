import { pathToFileURL } from "node:url";
import { runtimeModule } from "../../render/core-files.ts";

/** One refusal of the runtime's catalogue, as a page shows it. */
export interface RefusalLine {
  readonly name: string;
  /** `-`: it cannot happen during the handshake. */
  readonly http: string;
  readonly close: string;
  readonly retry: string;
  /** Markdown of ours. */
  readonly when: string;
}

/** The catalogue of the runtime that a build is made of, read from the very module that is bundled. */
export async function refusalRows(): Promise<readonly RefusalLine[]> {
  const path = pathToFileURL(runtimeModule("refusals")).href;
  const { REFUSALS }: { readonly REFUSALS: Readonly<Record<string, Row>> } = await import(path);
  return Object.entries(REFUSALS).map(([name, { http, close, retry, when }]) => ({
    name,
    http: http === null ? "-" : String(http),
    close: String(close),
    retry,
    when,
  }));
}

interface Row {
  readonly http: number | null;
  readonly close: number;
  readonly retry: string;
  readonly when: string;
}
