import { DEPTH, END, P, binary, byteAt, call, give, giveUp, when } from "./ir.ts";
import type { Statement } from "./ir.ts";
import type { Reader } from "./lowerer.ts";
import type { ByKind } from "./plan.ts";
import { words } from "./primitives-value.ts";

type Bodies = Readonly<Record<"number" | "text" | "array" | "object", readonly Statement[] | null>>;

const FIRST_BYTES = { text: 0x22, object: 0x7b, array: 0x5b } as const;

/** A value of any of some kinds: its first byte says which. */
export function lowerKinds(
  own: ByKind["words"],
  bodies: Bodies,
  readerOf: (kind: keyof Bodies, body: readonly Statement[]) => Reader,
): readonly Statement[] {
  const present = (["text", "object", "array", "number"] as const).flatMap((kind) => {
    const body = bodies[kind];
    return body === null ? [] : [{ kind, body }];
  });
  const [only, ...others] = present;
  if (only === undefined) {
    return [...words(...own), giveUp];
  }
  if (others.length === 0) {
    return [...words(...own), ...only.body];
  }
  return [
    ...present.flatMap(({ kind, body }) => {
      const { name, isDeep } = readerOf(kind, body);
      const read = give(call(name, P, END, ...(isDeep ? [DEPTH] : [])));
      return kind === "number" ? [] : [when(binary(byteAt(P), "=", FIRST_BYTES[kind]), [read])];
    }),
    ...words(...own),
    ...(bodies.number ?? [giveUp]),
  ];
}
