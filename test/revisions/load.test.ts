import { describe, expect, test } from "vitest";
import { createRevision, loadScript } from "../../runtime/revisions/load.ts";
import { apiDocument } from "../helpers/api-document.ts";

const script = (api: unknown): string =>
  `(v1) => ({ api: ${JSON.stringify(api)}, clientChecks: {}, serverChecks: {}, choosers: {} })`;

test("a compiled script makes the API that it holds", () => {
  const module = loadScript(script(apiDocument({ title: "Loaded" })), "chat.yaml");

  expect(module.api.title).toBe("Loaded");
});

test("the script is given the contract and nothing of the surrounding module", () => {
  const text = `(v1) => ({ api: { contract: 1, title: [typeof v1.check, typeof require].join() } })`;

  expect(loadScript(text, "chat.yaml").api.title).toBe("function,undefined");
});

describe("what is no compiled script is refused", () => {
  test.each([
    ["a value", "42", '"x" is no compiled script, expected a function of the contract'],
    ["another contract", script({ ...apiDocument(), contract: 2 }), "of contract 2, expected 1"],
  ])("%s", (_, text, message) => {
    expect(() => loadScript(text, "x")).toThrow(message);
  });
});

test("the document's name stands in the stack of an error", () => {
  const load = (): unknown => loadScript("(v1) => { throw new Error('broken'); }", "chat.yaml");

  expect(load).toThrow(
    expect.objectContaining({ stack: expect.stringContaining("chat.yaml.api.js:1") }),
  );
});

test("a revision has no decoder for a message that its API does not have", () => {
  const revision = createRevision(loadScript(script(apiDocument()), "x"), null, []);

  expect(() => revision.codecs("nothing")).toThrow('message "nothing"');
});
