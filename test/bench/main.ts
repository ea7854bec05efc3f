/** `npm run bench`: relays side by side; `npm run bench -- starts`: cold starts. */
import { benchStarts } from "./figures.ts";
import { benchRelays } from "./relay/run.ts";

const [verb = "", ...rest] = process.argv.slice(2);

if (verb === "starts") {
  await benchStarts(rest);
} else {
  await benchRelays(process.argv.slice(2));
}
