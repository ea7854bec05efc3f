/** Writes the module of ajv's standalone validators: `node ajv-standalone.mjs <schemas.json> <to>`. */
import { readFileSync, writeFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";

const [from, to] = process.argv.slice(2);
const schemas = JSON.parse(readFileSync(from, "utf8"));
const ajv = new Ajv.default({
  strict: false,
  schemas: [{ $id: "api", $defs: schemas }],
  code: { source: true, esm: true },
});
addFormats.default(ajv, ["date-time"]);
const names = process.argv.slice(4);
const refs = Object.fromEntries(names.map((name) => [name, `api#/$defs/${name}`]));
writeFileSync(to, standaloneCode.default(ajv, refs));
