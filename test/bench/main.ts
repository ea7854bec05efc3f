/**
 * `npm run bench`: relays side by side. `npm run bench -- load`: many connections for long.
 * `npm run bench -- starts`: cold starts. `npm run bench -- sdk`: checks, size and start of
 * SDKs. `npm run bench -- sdk side-by-side`: beside the client of another generator.
 */
import { benchStarts } from "./figures.ts";
import { benchRelays } from "./relay/run.ts";
import { soakGateway } from "./relay/soak.ts";
import { benchSdkChecks } from "./sdk/checks.ts";
import { benchSdkClient } from "./sdk/client.ts";
import { benchSideBySide } from "./sdk/side-by-side/main.ts";

const [verb = "", ...rest] = process.argv.slice(2);

if (verb === "starts") {
  await benchStarts(rest);
} else if (verb === "load") {
  await soakGateway(rest);
} else if (verb === "sdk" && rest[0] === "side-by-side") {
  await benchSideBySide();
} else if (verb === "sdk") {
  await benchSdkChecks(rest);
  await benchSdkClient(rest);
} else {
  await benchRelays(process.argv.slice(2));
}
