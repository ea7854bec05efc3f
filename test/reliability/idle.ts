/** T-IDLE, by hand: `npx tsx test/reliability/idle.ts [connections]` says what an idle proxied connection holds. */
import { apiDocument } from "../helpers/api-document.ts";
import { attackGateway } from "./attacked-gateway.ts";

const CONNECTIONS = Number(process.argv[2] ?? "2000");
/** Opened and kept before it is measured: pools and compiled code are not a connection's. */
const FIRST = 200;

async function main(): Promise<void> {
  const gateway = await attackGateway(apiDocument());
  try {
    for (let count = 0; count < FIRST; count += 1) await gateway.open();
    const before = await gateway.memory();
    for (let count = 0; count < CONNECTIONS; count += 1) await gateway.open();
    const kib = ((await gateway.memory()) - before) / 1024 / CONNECTIONS;
    console.log(`T-IDLE ${CONNECTIONS} idle proxied connections: ${kib.toFixed(1)} KiB each`);
  } finally {
    await gateway.stop();
  }
}

await main();
