import { expect, test } from "vitest";
import { parse } from "yaml";
import { mergeOverlay } from "../../generator/build/merge-overlay.ts";
import type { Decision } from "../../generator/build/reading.ts";

function decision(key: readonly string[] | null, recorded: unknown, reason = "because"): Decision {
  return {
    subject: "api",
    topic: "perspective",
    value: String(recorded),
    reason,
    key,
    recorded,
    evidence: "weak",
    place: { file: "chat.yaml", pointer: "" },
  };
}

const EDITED = `# ours, by hand
x-framegate:
  context: /chat # as the proxy has it
  perspective: client # asked the vendor

channels:
  room:
    x-framegate: { origins: ["https://chat.example"] }
`;

test("what was edited stays with its comments, and only what is missing is added", () => {
  const merged = mergeOverlay(EDITED, [
    decision(["x-framegate", "perspective"], "server"),
    decision(["channels", "room", "x-framegate", "route"], "socket", "it is\na topic"),
    decision(["messages", "say it", "x-framegate", "frame"], "text"),
    decision(null, "both ways"),
  ]);

  const text = "text" in merged ? merged.text : merged.problem;
  expect(merged).toMatchObject({ added: 2, kept: 1 });
  expect(text).toContain("# ours, by hand\n");
  expect(text).toContain("context: /chat # as the proxy has it\n");
  expect(text).toContain("perspective: client # asked the vendor\n");
  expect(text).toContain("# it is a topic\n");
  expect(parse(text)).toEqual({
    "x-framegate": { context: "/chat", perspective: "client" },
    channels: { room: { "x-framegate": { origins: ["https://chat.example"], route: "socket" } } },
    messages: { "say it": { "x-framegate": { frame: "text" } } },
  });
});

test("an overlay that records every decision keeps its very text", () => {
  const former = "x-framegate:   {perspective:   client}\n";

  const merged = mergeOverlay(former, [decision(["x-framegate", "perspective"], "server")]);

  expect(merged).toEqual({ text: former, added: 0, kept: 1 });
});

for (const former of ["", "# nothing yet\n", "x-framegate:\n", "{}\n", "x-framegate: {}\n"]) {
  test(`${JSON.stringify(former)} takes a decision`, () => {
    const merged = mergeOverlay(former, [decision(["x-framegate", "perspective"], "server")]);

    const text = "text" in merged ? merged.text : merged.problem;
    expect(parse(text)).toEqual({ "x-framegate": { perspective: "server" } });
    expect(text).toContain("# because\n");
  });
}

test("a reason cannot end its comment, nor a value or name its place", () => {
  const hostile = "a\r\nx-framegate: {}\u2028# b";

  const merged = mergeOverlay("x-framegate: { context: /a }\n", [
    decision(["messages", hostile, "x-framegate", "frame"], "text: 1 # no", hostile),
  ]);

  expect(parse("text" in merged ? merged.text : "")).toEqual({
    "x-framegate": { context: "/a" },
    messages: { [hostile]: { "x-framegate": { frame: "text: 1 # no" } } },
  });
});

for (const former of ["x-framegate: [1]\n", "- x\n", "x-framegate: {\n"]) {
  test(`${JSON.stringify(former)} is told of, not replaced`, () => {
    const merged = mergeOverlay(former, [decision(["x-framegate", "perspective"], "server")]);

    expect(merged).toHaveProperty("problem");
  });
}
