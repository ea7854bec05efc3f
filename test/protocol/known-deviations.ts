import type { Engine } from "../../runtime/frames/engine.ts";

/** Cases in which an engine does not do what RFC 6455 says, and why that is borne. */
interface KnownDeviation {
  /** Beginnings of the ids. */
  readonly cases: readonly string[];
  /** What happens instead. */
  readonly happens: string;
  readonly because: string;
}

const DATA = ["text", "binary", "continuation"] as const;

/** Closed: every case here fails, and every other case passes. */
export const KNOWN_DEVIATIONS: Readonly<Record<Engine, readonly KnownDeviation[]>> = {
  raw: [],
  ws: [
    {
      cases: [
        ...DATA.flatMap((name) => [
          `length-encodings/16-bit/${name}/`,
          `length-encodings/64-bit/${name}/`,
        ]),
        "batches/bad/length-16/",
        "batches/early/length-16",
        "checked/bad/length-16/",
      ],
      happens:
        "a length in more bits than needed is read; the message goes on with as few as can be",
      because: "ws does not look; nothing malformed reaches the other leg",
    },
    {
      cases: ["length-encodings/top-bit/"],
      happens: "a length with its top bit set is told 1009 instead of 1002",
      because: "ws refuses every length from 2^53 as too big before it looks at the top bit",
    },
  ],
};

/** Whether a case is known to fail on an engine, on either leg. */
export function isKnownDeviation(engine: Engine, id: string): boolean {
  return KNOWN_DEVIATIONS[engine].some(({ cases }) => cases.some((begin) => id.startsWith(begin)));
}
