import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { LARGEST_MESSAGE_BYTES, type Profile, startEcho, startProfile } from "./profiles.ts";
import { AGENT, type CaseResult, readResults } from "./results.ts";
import { startWstest, type Wstest } from "./wstest.ts";

/** Which cases to run: `*`, or `9.*`. */
export interface LegRun {
  readonly wstest: Wstest;
  readonly profile: Profile;
  readonly cases: readonly string[];
  /** Where reports go. */
  readonly folder: string;
}

/** The testsuite is the client: it attacks the gateway, and an echo backend is behind it. */
export async function runClientLeg({ wstest, profile, cases, folder }: LegRun) {
  const backend = await startEcho();
  const gateway = await startProfile(profile, backend.url);
  const reports = join(folder, "reports");
  const url = `ws://127.0.0.1:${gateway.port}/autobahn/1.0/echo`;
  const client = startWstest(wstest, "fuzzingclient", folder, {
    outdir: reports,
    servers: [{ agent: AGENT, url }],
    cases,
    "exclude-cases": [],
    "exclude-agent-cases": {},
  });
  const { code, output } = await client.ended;
  await gateway.close();
  backend.close();
  if (code !== 0) throw new Error(`wstest ended with ${code}: ${output}`);
  return readResults(reports);
}

/** The testsuite is the backend: it attacks the gateway, and a client of ours in front sends everything back. */
export async function runBackendLeg({ wstest, profile, cases, folder }: LegRun) {
  const url = `ws://127.0.0.1:${await freePort()}`;
  const reports = join(folder, "reports");
  const server = startWstest(wstest, "fuzzingserver", folder, {
    url,
    outdir: reports,
    cases,
    "exclude-cases": [],
    "exclude-agent-cases": {},
  });
  try {
    await driveBackendLeg(profile, url);
  } finally {
    server.end();
  }
  return readResults(reports);
}

/** Runs all cases of a fuzzingserver that somebody has started, and gives what it says of each. */
export async function runAgainstServer(profile: Profile, url: string) {
  const count = await driveBackendLeg(profile, url);
  const results: CaseResult[] = [];
  for (let number = 1; number <= count; number += 1) {
    const about = `case=${number}&agent=${AGENT}`;
    const { id } = parse(await ask(`${url}/getCaseInfo?${about}`));
    const { behavior } = parse(await ask(`${url}/getCaseStatus?${about}`));
    results.push({ id: String(id), behavior: String(behavior), behaviorClose: "OK" });
  }
  return results;
}

async function driveBackendLeg(profile: Profile, url: string): Promise<number> {
  const gateway = await startProfile(profile, url);
  try {
    const count = Number(await askUntilUp(`${url}/getCaseCount`));
    const base = `ws://127.0.0.1:${gateway.port}/autobahn/1.0/runCase`;
    for (let number = 1; number <= count; number += 1) {
      await echoUntilClosed(`${base}?case=${number}&agent=${AGENT}`);
    }
    await echoUntilClosed(`${url}/updateReports?agent=${AGENT}`);
    return count;
  } finally {
    await gateway.close();
  }
}

/** The testsuite gives up on a case after seconds; one that nobody ends is cut. */
const CASE_MS = 120_000;

/** Sends everything back until the connection ends, however it does. */
function echoUntilClosed(url: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, {
      maxPayload: LARGEST_MESSAGE_BYTES,
      perMessageDeflate: false,
    });
    const timer = setTimeout(() => socket.terminate(), CASE_MS);
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The one message that the address answers with. */
function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on("message", (data: Buffer) => resolve(data.toString()));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`${url} closed without an answer`)));
  });
}

/** Python takes a second or two to listen. */
async function askUntilUp(url: string): Promise<string> {
  for (let left = 100; left > 0; left -= 1) {
    try {
      return await ask(url);
    } catch {
      await wait(200);
    }
  }
  throw new Error(`nobody answers at ${url}`);
}

function parse(text: string): { readonly id?: unknown; readonly behavior?: unknown } {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? value : {};
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}
