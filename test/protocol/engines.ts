/** How a gateway and its peers are made so that this engine runs the legs. */
interface EngineSetUp {
  /** Changes the text of a document. */
  readonly adaptDocument: (text: string) => string;
  /** Lines that clients add to their handshake. */
  readonly clientHeaders: readonly string[];
}

/** The engines behind `runtime/frames/leg.ts` that the suite runs on. */
export const ENGINES = {
  ws: { adaptDocument: (text) => text, clientHeaders: [] },
} as const satisfies Record<string, EngineSetUp>;

export type Engine = keyof typeof ENGINES;
