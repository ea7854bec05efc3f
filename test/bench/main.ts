/**
 * `npm run bench`: relays side by side. `npm run bench -- load`: many connections for long.
 * `npm run bench -- starts`: cold starts.
 */
import { benchStarts } from "./figures.ts";
import { benchRelays } from "./relay/run.ts";
import { soakGateway } from "./relay/soak.ts";

const [verb = "", ...rest] = process.argv.slice(2);

if (verb === "starts") {
  await benchStarts(rest);
} else if (verb === "load") {
  await soakGateway(rest);
} else {
  await benchRelays(process.argv.slice(2));
}
