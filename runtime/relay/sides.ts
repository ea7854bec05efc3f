/** The two peers of a relay. */
export type Side = "client" | "backend";

/** Which way the messages of a side go. */
export const FLOW_FROM = {
  client: "clientToServer",
  backend: "serverToClient",
} as const satisfies Record<Side, string>;

/** The peer's peer. */
export function otherSide(side: Side): Side {
  return side === "client" ? "backend" : "client";
}
