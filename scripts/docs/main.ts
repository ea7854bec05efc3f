/** `npm run docs`: writes the pages of docs/ that are made from tables. */
import { writeFileSync } from "node:fs";
import { makePages } from "./pages.ts";

for (const [path, text] of await makePages()) {
  writeFileSync(new URL(`../../${path}`, import.meta.url), text);
  console.log(path);
}
