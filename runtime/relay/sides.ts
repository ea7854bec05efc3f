/** The two peers of a relay. */
export type Side = "client" | "backend";

/** Both, for loops. */
export const SIDES = ["client", "backend"] as const satisfies readonly Side[];

/** Which way the messages of a side go. */
export const FLOW_FROM = {
  client: "clientToServer",
  backend: "serverToClient",
} as const satisfies Record<Side, string>;

/** The peer's peer. */
export function otherSide(side: Side): Side {
  return side === "client" ? "backend" : "client";
}

/** One thing for each side. */
export function forBoth<Value>(make: (side: Side) => Value): Readonly<Record<Side, Value>> {
  return { client: make("client"), backend: make("backend") };
}
