/** T-FUZZ at a gateway: whatever a peer sends on whichever leg, its process goes on as it was. */
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";

import { apiDocument } from "../helpers/api-document.ts";
import { attackGateway, type AttackedGateway } from "../reliability/attacked-gateway.ts";
import { startNeighbour } from "../reliability/neighbour.ts";
import { attackConnections } from "./engine/attack-connections.ts";

const CONNECTIONS = Number(process.env["FRAMEGATE_FUZZ_CONNECTIONS"] ?? "20000");
/** Until then a process still grows, because code is compiled and pools are filled. */
const FIRST = 5_000;
const MINUTES = 60_000;

let gateway: AttackedGateway;

beforeAll(async () => {
  gateway = await attackGateway(apiDocument());
});
afterAll(() => gateway.stop());

it(
  `${CONNECTIONS} malformed connections crash nothing, and leave neither memory nor descriptors behind`,
  async () => {
    const descriptors = await openDescriptors();
    const neighbour = await startNeighbour(gateway);
    await attackConnections(gateway, FIRST, 1);
    const memory = await gateway.memory();

    const relayed = await attackConnections(gateway, CONNECTIONS - FIRST, 2);

    await neighbour.stop();
    const drift = (await gateway.memory()) / memory - 1;
    expect(relayed).toBeGreaterThan((CONNECTIONS - FIRST) / 3);
    expect(gateway.process.child.exitCode).toBeNull();
    expect(
      await gateway.metric("framegate_refusals_total", 'code="PROTOCOL_ERROR"'),
    ).toBeGreaterThan(0);
    expect(await gateway.metric("framegate_refusals_total", 'code="INTERNAL"')).toBe(0);
    expect(drift).toBeLessThan(0.05);
    await expect.poll(openDescriptors, { timeout: 10_000 }).toBeLessThanOrEqual(descriptors);
  },
  Math.max(4, CONNECTIONS / 5_000) * MINUTES,
);

async function openDescriptors(): Promise<number> {
  return (await readdir(`/proc/${gateway.process.child.pid}/fd`)).length;
}
