import Ajv2020 from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { expect, test } from "vitest";
import { standaloneText } from "../../generator/checks/standalone.ts";

const SCHEMAS: Readonly<Record<string, object>> = {
  tree: {
    type: "object",
    properties: { leaf: { type: "string", maxLength: 3 }, below: { $ref: "tree" } },
  },
  left: { properties: { right: { $ref: "right" }, tree: { $ref: "tree" } } },
  right: { properties: { left: { $ref: "left" } }, unevaluatedProperties: false },
  "odd name": { enum: [{ a: 1 }, [2]], not: { $ref: "right" } },
};

test("the text is the one that ajv itself writes, shared, recursive and odd names included", () => {
  const ajv = new Ajv2020.Ajv2020({ strict: false, code: { source: true, lines: false } });
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    ajv.addSchema(schema, name);
  }
  const names = Object.keys(SCHEMAS);

  const written = standaloneText(ajv, names);

  const refs = Object.fromEntries(names.map((name) => [name, name]));
  expect(written).toBe(standaloneCode.default(ajv, refs));
});
