import type { Place } from "../diagnostics.ts";

/**
 * One thing that the document left open, how it was decided, and why. `framegate read` prints these;
 * `--write` records them in an overlay.
 */
export interface Decision {
  /** What it is about, in the document's own words: `api`, `server production`, `channel room`, `message card`. */
  readonly subject: string;
  /** `perspective`, `route`, `backend`, `frame`, `framing`, `dialect`, `security`... */
  readonly topic: string;
  readonly value: string;
  /** One sentence. */
  readonly reason: string;
  /**
   * The overlay key that overrides it, as a path: `["messages", "card", "x-framegate", "frame"]`; null
   * where a flag does.
   */
  readonly key: readonly string[] | null;
  /** The value to write under `key` to record this very decision. */
  readonly recorded: unknown;
  readonly evidence: "stated" | "strong" | "weak" | "default";
  readonly place: Place;
}
