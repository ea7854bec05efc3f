/** Runs the suite on Node, Deno or Bun and prints what came of it: `run.mjs <url of the gateway>`. */
import * as sdk from "talk-client";
import { runSuite } from "./suite.mjs";

const unhandled = [];
process.on("unhandledRejection", (error) => {
  unhandled.push({ name: "every rejection is handled", problem: String(error?.stack ?? error) });
});

const results = await runSuite({ sdk, url: process.argv[2], sendsHeaders: true });
console.log(JSON.stringify([...results, ...unhandled]));
process.exit(0);
