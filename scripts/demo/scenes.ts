import { encode } from "cborg";
import { connect, type Handshake } from "./client.ts";
import type { Journal } from "./journal.ts";

/** What a scene plays on. */
export interface Stage {
  /** `ws://localhost:8080` */
  readonly gateway: string;
  readonly journal: Journal;
  /** Waits until what was set off has been seen. */
  readonly pause: () => Promise<void>;
}

/** One thing that is shown. */
export interface Scene {
  readonly title: string;
  readonly says: string;
  readonly play: (stage: Stage) => Promise<void>;
}

/** The context under which the chat is served before a backend that has a fault. */
export const FAULTY_CONTEXT = "/faulty-chat/1.0";

/** Connects, sends each frame and waits after it, and closes. */
async function talk(stage: Stage, handshake: Handshake, frames: readonly Frame[]): Promise<void> {
  const socket = await connect(handshake, stage.journal);
  await stage.pause();
  if (socket === null) return;
  socket.attend();
  for (const frame of frames) {
    if (typeof frame === "string") socket.say(frame);
    else socket.sayBytes(frame.bytes, frame.shown);
    await stage.pause();
  }
  await socket.close();
}

type Frame = string | { readonly bytes: Uint8Array; readonly shown: string };

function cbor(value: unknown): Frame {
  const bytes = encode(value);
  return { bytes, shown: `CBOR of ${JSON.stringify(value)}, ${bytes.length} bytes` };
}

const room = (stage: Stage, name: string, context = "/chat/1.0"): Handshake => ({
  url: `${stage.gateway}${context}/rooms/lobby?name=${name}`,
});

const market = (stage: Stage): Handshake => ({
  url: `${stage.gateway}/market/2.3/markets/XETR?symbols=SAP&depth=all&currency=CHF&key=demo`,
});

const device = (stage: Stage): Handshake => ({
  url: `${stage.gateway}/telemetry/1.2/devices/TH-000042/firmware`,
  headers: { Authorization: "Bearer demo", "X-Firmware": "4.7" },
});

/** The demo, in the order of playing. */
export const SCENES: readonly Scene[] = [
  {
    title: "A handshake that is not what the document says",
    says: "specs/market-data.yaml types every parameter: all that is wrong is told at once",
    play: (stage) => talk(stage, market(stage), []),
  },
  {
    title: "Ada says hello",
    says: "declared both ways: forwarded byte for byte, and the reply matched by its id",
    play: (stage) => talk(stage, room(stage, "ada"), ['{"type":"say","id":"r1","text":"Hello"}']),
  },
  {
    title: "Ada's client has bugs",
    says: "each is refused with the document's own error message; the connection stays open",
    play: (stage) =>
      talk(stage, room(stage, "ada"), [
        '{"type":"say","id":"r2","text":7}',
        '{"type":"shout","id":"r3","text":"Hello"}',
        '{"type":"presence","who":"ada","state":"here"}',
        '{"type":"say","id":"r4","text":"Hello","text":"twice"}',
      ]),
  },
  {
    title: "The backend has bugs",
    says: "what the document does not allow never reaches the client",
    play: (stage) => talk(stage, room(stage, "bo", FAULTY_CONTEXT), []),
  },
  {
    title: "A device speaks binary",
    says: "specs/telemetry.yaml: CBOR is decoded and checked, and a wrong frame ends the connection",
    play: (stage) =>
      talk(stage, device(stage), [
        cbor({ image: "4.8", block: 0 }),
        cbor({ image: "4.8", block: 5000 }),
      ]),
  },
];
