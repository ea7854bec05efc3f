/** What compiles and what does not with the SDK of `specs/telemetry.yaml`. */
export const TELEMETRY = `
import { connectConfiguration, connectFirmware, connectReadings, type Reading } from "telemetry-client";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(isSame: Equal<A, B>): void { void isSame; }

const auth = { deviceToken: () => "token" };
const device = { deviceId: "d1", xFirmware: "1.0.0" };
const readings = await connectReadings(device, { auth });
const configuration = await connectConfiguration(device, { auth, server: "production" });
const firmware = await connectFirmware(device, { auth });

// @ts-expect-error TS2345: the device is missing
await connectReadings({ xFirmware: "1.0.0" }, { auth });
// @ts-expect-error TS2322: a number
await connectReadings({ ...device, xBatteryPercent: "5" }, { auth });

const reading: Reading = { values: [{ sensor: "t", number: 20.5 }], power: "POWER_MAINS" };
await readings.send.reading(reading);
// @ts-expect-error TS2322: no such power
await readings.send.reading({ power: "POWER_SUN" });
// @ts-expect-error TS2339: another route's message
void readings.send.wanted;
// @ts-expect-error TS2339: the server sends nothing here
void readings.on.block;

await configuration.send.applied({ task: 1 });
await configuration.send.failed({ task: 1, why: "no power" });
// @ts-expect-error TS2322: that is what failed says
await configuration.send.applied({ task: 1, ok: false });
for await (const { name, payload } of configuration.messages) {
  if (name === "configure") same<typeof payload.settings.intervalSeconds, number | undefined>(true);
  // @ts-expect-error TS2339: no settings in a restart
  if (name === "restart") void payload.settings;
}

firmware.on.block((block) => same<typeof block, Uint8Array>(true));
await firmware.send.wanted({ image: "1.0.1", block: 0 });
`;
