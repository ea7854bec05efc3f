import type { ApiModel, Message } from "../../model/api.ts";
import { segmentsOf } from "../../source/pointer.ts";
import type { MessageSamples } from "./message-samples.ts";
import { fieldPath, resolved } from "./record-fields.ts";

/** What ids a client can make up for its questions. */
export type IdKind = "text" | "number" | "uuid";

/** Ids as the client makes them. */
const MADE: Readonly<Record<IdKind, readonly (string | number)[]>> = {
  text: ["k3x9q2m71", "0a1b2c3d4294967295"],
  number: [1, 4_294_967_295],
  uuid: ["0b6b3c1e-5b0e-4b7e-9f1a-2c3d4e5f6a7b"],
};

/** What kind of id the client may make up; null where the schema takes none of them. */
export function idKind(
  model: ApiModel,
  samples: MessageSamples,
  message: Message,
  idAt: string,
): IdKind | null {
  const kind = kindByType(model, message, idAt);
  const { value } = samples.of(message);
  // A sample that cannot be judged tells nothing of ids.
  if (kind === null || typeof value !== "object" || !samples.passes(message, value)) {
    return kind;
  }
  const names = segmentsOf(idAt);
  const isTaken = MADE[kind].every((id) => samples.passes(message, placed(value, names, id)));
  return isTaken ? kind : null;
}

function kindByType(model: ApiModel, { typeName }: Message, idAt: string): IdKind | null {
  const path =
    typeName === null ? null : fieldPath(model, { kind: "ref", name: typeName }, segmentsOf(idAt));
  const field = path?.at(-1);
  const value = field === undefined ? null : resolved(model, field.type);
  switch (value?.kind) {
    case "string":
      return value.format === null ? "text" : value.format === "uuid" ? "uuid" : null;
    case "integer":
    case "number":
      return "number";
    case "union":
      return value.options.some(({ kind }) => kind === "integer" || kind === "number")
        ? "number"
        : null;
    default:
      return null;
  }
}

/** A copy with an id in its place; own members alone, `__proto__` as one of them. */
function placed(value: unknown, [name, ...rest]: readonly string[], id: unknown): unknown {
  if (name === undefined) {
    return id;
  }
  const members = new Map<string, unknown>(
    typeof value === "object" && value !== null ? Object.entries(value) : [],
  );
  return Object.fromEntries(members.set(name, placed(members.get(name), rest, id)));
}
