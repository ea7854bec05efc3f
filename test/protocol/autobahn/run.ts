/**
 * `npm run autobahn`: the Autobahn testsuite against both legs of the gateway, at raised limits and at those that are
 * shipped; writes what came out into docs/conformance.md.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runAgainstServer, runBackendLeg, runClientLeg } from "./legs.ts";
import { type Outcome, writePage } from "./page.ts";
import { PROFILES } from "./profiles.ts";
import { isFailed, tally } from "./results.ts";
import { findWstest, NoWstest } from "./wstest.ts";

const USAGE =
  "usage: npm run autobahn [-- --profile conformance|deflate|shipping] [--leg client|backend] " +
  "[--cases <1.*,2.*>] [--server <ws url>]";

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: "string" },
      profile: { type: "string" },
      leg: { type: "string" },
      server: { type: "string" },
    },
  });
  const profiles = PROFILES.filter(({ name }) => name === (values.profile ?? name));
  const legs = ["client", "backend"].filter((leg) => leg === (values.leg ?? leg));
  if (profiles.length === 0 || legs.length === 0) {
    console.error(USAGE);
    return 2;
  }
  if (values.server !== undefined) return judgeServer(values.server);
  const wstest = findWstest();
  const folder = mkdtempSync(join(tmpdir(), "framegate-autobahn-"));
  const outcomes: Outcome[] = [];
  for (const profile of profiles) {
    for (const leg of legs) {
      const run = leg === "client" ? runClientLeg : runBackendLeg;
      const cases = values.cases?.split(",") ?? profile.cases;
      const place = join(folder, `${profile.name}-${leg}`);
      const results = await run({ wstest, profile, cases, folder: place });
      outcomes.push({ profile: profile.name, leg, results });
      print(outcomes.at(-1));
    }
  }
  console.log(`reports of every case: ${folder}`);
  if (values.cases === undefined && legs.length === 2) {
    for (const { name } of profiles) {
      writePage(
        name,
        outcomes.filter(({ profile }) => profile === name),
      );
    }
  }
  return exitCode(outcomes);
}

async function judgeServer(url: string): Promise<number> {
  const [profile] = PROFILES;
  if (profile === undefined) return 2;
  const results = await runAgainstServer(profile, url.replace(/\/$/, ""));
  const outcome = { profile: profile.name, leg: "backend", results };
  print(outcome);
  return exitCode([outcome]);
}

function print(outcome: Outcome | undefined): void {
  if (outcome === undefined) return;
  const { profile, leg, results } = outcome;
  const counts = Object.entries(tally(results)).map(([name, count]) => `${count} ${name}`);
  console.log(`${profile}, ${leg} leg: ${results.length} cases, ${counts.join(", ")}`);
  const failed = results.filter(isFailed);
  if (failed.length > 0) console.log(`  failed: ${failed.map(({ id }) => id).join(" ")}`);
}

/** Shipped limits refuse some cases on purpose; the other profiles may fail none. */
function exitCode(outcomes: readonly Outcome[]): number {
  const conforming = outcomes.filter(({ profile }) => profile !== "shipping");
  const isBad = conforming.some(({ results }) => results.length === 0 || results.some(isFailed));
  return isBad ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  console.error(thrown instanceof NoWstest ? thrown.message : thrown);
  process.exitCode = 2;
}
