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

/** What the runtime that a build is made of can refuse, read from the very module that is bundled. */
export async function refusalRows(): Promise<readonly RefusalLine[]> {
  const path = pathToFileURL(runtimeModule("refusals")).href;
  const { REFUSALS, NOT_RAISED_YET }: Catalogue = await import(path);
  return Object.entries(REFUSALS)
    .filter(([name]) => !NOT_RAISED_YET.includes(name))
    .map(([name, { http, close, retry, when }]) => ({
      name,
      http: http === null ? "-" : String(http),
      close: String(close),
      retry,
      when,
    }));
}

interface Catalogue {
  readonly REFUSALS: Readonly<Record<string, Row>>;
  readonly NOT_RAISED_YET: readonly string[];
}

interface Row {
  readonly http: number | null;
  readonly close: number;
  readonly retry: string;
  readonly when: string;
}
