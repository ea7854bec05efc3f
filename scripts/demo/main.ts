/**
 * `npm start`: the example documents, compiled and served before mocks of their backends, and a small
 * client that does right and wrong. Without a terminal it plays one round and ends.
 */
import { setTimeout as wait } from "node:timers/promises";
import pc from "picocolors";
import { StartError, startGateway, type RunningGateway } from "../../runtime/index.ts";
import { startExample, type Example } from "./example.ts";
import { createJournal, type Journal } from "./journal.ts";
import { FAULTY_CONTEXT, SCENES } from "./scenes.ts";

/** Where the gateway listens if nobody else does. */
const PORT = Number(process.env["PORT"] ?? 8080);

const isWatched = process.stdout.isTTY && process.env["CI"] === undefined;

/** Milliseconds that somebody needs to see what happened. */
const READING_MS = isWatched ? 900 : 250;

/** Milliseconds from one round to the next. */
const PAUSE_MS = 30_000;

const BETWEEN = `
Frames of your own client are shown here too.
The demo plays again in ${PAUSE_MS / 1000} s; Ctrl-C ends it.`;

const journal = createJournal((line) => process.stdout.write(`${line}\n`), {
  isColoured: pc.isColorSupported,
  columns: Math.max(process.stdout.columns ?? 120, 80),
});

async function startExamples(): Promise<readonly Example[]> {
  return Promise.all([
    startExample("specs/chat.yaml"),
    startExample("specs/market-data.yaml"),
    startExample("specs/telemetry.yaml"),
    startExample("specs/chat.yaml", { context: FAULTY_CONTEXT, fault: { kind: "invalid" } }),
  ]);
}

/** On a port of its own where the usual one is taken. */
async function startFront(examples: readonly Example[]): Promise<RunningGateway> {
  const options = {
    revisions: examples.map(({ revision }) => revision),
    logLevel: "silent",
    listener: journalOf(journal),
  } as const;
  try {
    return await startGateway({ ...options, port: PORT });
  } catch (error) {
    if (error instanceof StartError) return startGateway({ ...options, port: 0 });
    throw error;
  }
}

function journalOf(to: Journal): NonNullable<Parameters<typeof startGateway>[0]["listener"]> {
  return {
    messageForwarded: (...[, flow, , messageId, bytes]) => to.accepted(flow, messageId, bytes),
    refused: (event) => to.refused(event),
  };
}

function introduce(gateway: string): void {
  const room = `${gateway}/chat/1.0/rooms/lobby?name=you`;
  const http = room.replace(/^ws/, "http");
  journal.plain(`
${pc.bold("Framegate")} ${pc.dim("three documents of specs/, each before a mock of its backend")}

  chat         ${pc.cyan(`${gateway}/chat/1.0/rooms/{roomId}?name=…`)}
  market data  ${pc.cyan(`${gateway}/market/2.3/markets/{market}?symbols=…&key=…`)}
  telemetry    ${pc.cyan(`${gateway}/telemetry/1.2/devices/{deviceId}/readings, …`)}

Try it from another terminal:

  npx wscat -c '${room}'
  curl -iN -H 'Connection: Upgrade' -H 'Upgrade: websocket' \\
    -H 'Sec-WebSocket-Version: 13' \\
    -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' \\
    '${http}'

Leave out ${pc.cyan("?name=you")}, and the answer says what is missing.`);
}

async function play(gateway: string, signal: AbortSignal): Promise<void> {
  for (const scene of SCENES) {
    if (signal.aborted) return;
    journal.scene(scene.title, scene.says);
    await scene.play({
      gateway,
      journal,
      pause: () => wait(READING_MS, undefined, { signal }).catch(() => undefined),
    });
  }
}

const ended = new AbortController();
const goesOn = (): boolean => isWatched && !ended.signal.aborted;
const end = (): void => ended.abort();
process.once("SIGINT", end).once("SIGTERM", end);

const examples = await startExamples();
const front = await startFront(examples);
introduce(front.url);
await play(front.url, ended.signal);
while (goesOn()) {
  journal.plain(BETWEEN);
  await wait(PAUSE_MS, undefined, { signal: ended.signal }).catch(() => undefined);
  await play(front.url, ended.signal);
}
await front.close();
await Promise.all(examples.map(({ mock }) => mock.close()));
