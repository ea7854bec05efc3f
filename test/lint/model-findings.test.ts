import { expect, test } from "vitest";
import { compileDocument } from "../../generator/compile.ts";
import { modelFindings } from "../../generator/targets/gateway/model-findings.ts";
import { ROOM_DOCUMENT } from "../integration/room-document.ts";

test("a schema that no check can be made of is found without compiling a gateway", async () => {
  const { model } = await compileDocument(
    { kind: "text", name: "room.yaml", text: ROOM_DOCUMENT },
    {
      allowRemote: false,
      allowOutside: false,
      perspective: null,
      alone: true,
      partial: false,
      until: "model",
    },
  );
  if (model === null) throw new Error("the document has no model");
  const [message] = model.messages;
  const broken = {
    ...model,
    schemas: { ...model.schemas, [message?.payload.schema ?? ""]: { enum: [] } },
  };

  const findings = (one: typeof model) => modelFindings(one, () => null).map(({ rule }) => rule);

  expect(findings(model)).toEqual([]);
  expect(findings(broken)).toEqual(["schema-not-checkable"]);
});
