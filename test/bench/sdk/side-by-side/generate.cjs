/** Writes the JavaScript client of @asyncapi/generator: `generate.cjs <document> <folder>`, with Node 24. */
const path = require("node:path");
const Generator = require("@asyncapi/generator");

const TEMPLATE = "templates/bakedInTemplates/core-template-client-websocket-javascript";

const [document, folder] = process.argv.slice(2);
const template = path.join(path.dirname(require.resolve("@asyncapi/generator")), TEMPLATE);
const options = { forceWrite: true, templateParams: { server: "production" } };
void new Generator(template, folder, options).generateFromFile(document);
