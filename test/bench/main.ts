/**
 * `npm run bench`: relays side by side. `npm run bench -- load`: many connections for long.
 * `npm run bench -- starts`: cold starts. `npm run bench -- sdk`: checks, size and start of SDKs.
 */
import { benchStarts } from "./figures.ts";
import { benchRelays } from "./relay/run.ts";
import { soakGateway } from "./relay/soak.ts";
import { benchSdkChecks } from "./sdk/checks.ts";
import { benchSdkClient } from "./sdk/client.ts";

const [verb = "", ...rest] = process.argv.slice(2);

if (verb === "starts") {
  await benchStarts(rest);
} else if (verb === "load") {
  await soakGateway(rest);
} else if (verb === "sdk") {
  await benchSdkChecks(rest);
  await benchSdkClient(rest);
} else {
  await benchRelays(process.argv.slice(2));
}
