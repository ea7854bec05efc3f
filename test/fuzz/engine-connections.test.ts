/** T-FUZZ at a gateway: whatever a peer sends on whichever leg, its process goes on as it was. */
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";

import { apiDocument } from "../helpers/api-document.ts";
import { attackGateway, type AttackedGateway } from "../reliability/attacked-gateway.ts";
import { startNeighbour } from "../reliability/neighbour.ts";
import { attackConnections } from "./engine/attack-connections.ts";

const CONNECTIONS = Number(process.env["FRAMEGATE_FUZZ_CONNECTIONS"] ?? "20000");
/**
 * Memory is looked at after each of so many parts. A leak grows in all of them; a process that compiles code, fills
 * pools or puts off collecting grows in some.
 */
const PARTS = 4;
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
    const memory: number[] = [];
    let relayed = 0;

    for (let part = 1; part <= PARTS; part += 1) {
      relayed += await attackConnections(gateway, CONNECTIONS / PARTS, part);
      memory.push(await gateway.memory());
    }

    await neighbour.stop();
    const growth = memory.slice(1).map((bytes, index) => bytes / (memory[index] ?? bytes) - 1);
    expect(relayed).toBeGreaterThan(CONNECTIONS / 3);
    expect(gateway.process.child.exitCode).toBeNull();
    expect(
      await gateway.metric("framegate_refusals_total", 'code="PROTOCOL_ERROR"'),
    ).toBeGreaterThan(0);
    expect(await gateway.metric("framegate_refusals_total", 'code="INTERNAL"')).toBe(0);
    expect(Math.min(...growth)).toBeLessThan(0.02);
    await expect.poll(openDescriptors, { timeout: 10_000 }).toBeLessThanOrEqual(descriptors);
  },
  Math.max(4, CONNECTIONS / 5_000) * MINUTES,
);

async function openDescriptors(): Promise<number> {
  return (await readdir(`/proc/${gateway.process.child.pid}/fd`)).length;
}
