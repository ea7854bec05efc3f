import type { WireRole } from "./wire.ts";
import type { Engine } from "../../runtime/frames/engine.ts";

/** Cases in which an engine does not do what RFC 6455 says, and why that is borne. */
interface KnownDeviation {
  /** Beginnings of the ids. */
  readonly cases: readonly string[];
  /** The attackers that see it. */
  readonly roles: readonly WireRole[];
  /** What happens instead. */
  readonly happens: string;
  readonly because: string;
}

const DATA = ["text", "binary", "continuation"] as const;

const BOTH: readonly WireRole[] = ["client", "server"];

/** Legs that compress are run by ws, whatever runs the others. */
const DEFLATE: readonly KnownDeviation[] = [
  {
    cases: ["deflate-parameters/client-goes-on/"],
    roles: ["server"],
    happens:
      "messages to a backend refer to earlier ones where it does not ask for a new context each",
    because:
      "our offer's client_no_context_takeover is only a hint (RFC 7692 section 7.1.1.2), which ws forgets",
  },
];

/** Closed: every case here fails, and every other case passes. */
export const KNOWN_DEVIATIONS: Readonly<Record<Engine, readonly KnownDeviation[]>> = {
  raw: DEFLATE,
  ws: [
    ...DEFLATE,
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
      roles: BOTH,
      happens:
        "a length in more bits than needed is read; the message goes on with as few as can be",
      because: "ws does not look; nothing malformed reaches the other leg",
    },
    {
      cases: ["length-encodings/top-bit/"],
      roles: BOTH,
      happens: "a length with its top bit set is told 1009 instead of 1002",
      because: "ws refuses every length from 2^53 as too big before it looks at the top bit",
    },
  ],
};

/** Whether a case is known to fail on an engine, for an attacker in this role. */
export function isKnownDeviation(engine: Engine, role: WireRole, id: string): boolean {
  return KNOWN_DEVIATIONS[engine].some(
    ({ cases, roles }) => roles.includes(role) && cases.some((begin) => id.startsWith(begin)),
  );
}
