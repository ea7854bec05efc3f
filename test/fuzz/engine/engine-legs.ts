/** Both engines on a connection in memory. */
import { Buffer } from "node:buffer";
import { WebSocket } from "ws";

import type { Clock } from "../../../runtime/clock.ts";
import type { Leg, LegLimits } from "../../../runtime/frames/leg.ts";
import { createRawLeg } from "../../../runtime/frames/raw-leg.ts";
import { createWsLeg, wsEngineOptions } from "../../../runtime/frames/ws-leg.ts";
import type { MemoryWire } from "./memory-wire.ts";

/** What a leg of a test is made of. */
export interface EngineLegOptions {
  readonly wire: MemoryWire;
  readonly role: "client" | "backend";
  readonly limits: LegLimits;
  readonly clock: Clock;
}

/** Makes a leg whose handshake is done. */
export type MakeLeg = (options: EngineLegOptions) => Leg;

/** Our own engine. */
export const rawEngine: MakeLeg = ({ wire, ...options }) =>
  createRawLeg({ socket: wire, head: Buffer.alloc(0), heartbeatIntervalMs: 0, ...options });

/** What ws does behind its handshakes, which would cost a hundred times of what is looked at here. */
interface BehindHandshake extends WebSocket {
  setSocket(socket: MemoryWire, head: Buffer, options: object): void;
}

/** The engine that is run by ws. */
export const wsEngine: MakeLeg = ({ wire, role, limits, clock }) => {
  const engine = wsEngineOptions(limits);
  const options = { autoPong: true, closeTimeout: engine.closeTimeout, maxPendingAutoPongs: 0 };
  const socket = Reflect.construct(WebSocket, [null, undefined, options]) as BehindHandshake;
  Reflect.set(socket, "_isServer", role === "client");
  socket.setSocket(wire, Buffer.alloc(0), { ...engine, allowSynchronousEvents: true });
  return createWsLeg(socket, limits, role, { clock, heartbeatIntervalMs: 0 });
};
