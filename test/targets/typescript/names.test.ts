import { expect, test } from "vitest";
import { memberName, memberNames } from "../../../generator/targets/typescript/member-names.ts";
import { documentOf, objectMessage, sdkOf } from "./sdk-of.ts";

test("members keep their author's names, or the words of them in camel case", () => {
  const given = [
    "say",
    "Say",
    "user.message",
    "2fa",
    "class",
    "then",
    "constructor",
    "",
    "🎉",
    "日本",
  ];

  expect(given.map(memberName)).toEqual([
    "say",
    "Say",
    "userMessage",
    "_2fa",
    "class",
    "then_",
    "constructor_",
    "_",
    "_",
    "日本",
  ]);
});

test("names are each once, in the order of their ids, and no other renames one", () => {
  const few = memberNames(["a b", "a-b", "aB"]);
  const more = memberNames(["0", "a.b", "a b", "zz", "a-b", "aB"]);

  expect([...few.keys()]).toEqual(["a b", "a-b", "aB"]);
  expect(new Set(more.values()).size).toBe(6);
  expect(few.get("aB")).toBe("aB");
  expect(["a b", "aB"].map((id) => more.get(id))).toEqual(["a b", "aB"].map((id) => few.get(id)));
});

test("names of 10,000 characters end somewhere and stay apart", () => {
  const names = memberNames(["x".repeat(10_000), `${"x".repeat(9999)}y`]);

  expect(new Set(names.values()).size).toBe(2);
  expect([...names.values()].every((name) => name.length < 100)).toBe(true);
});

test("routes whose ids differ by case or meet names of the SDK have functions, types and files of their own", async () => {
  const channels = ["room", "Room", "ROOM", "to", "client", "roomTable", "check"];
  const say = objectMessage({ text: { type: "string" } });
  const files = await sdkOf(
    documentOf({
      messages: { say, route: say },
      channels,
      operations: Object.fromEntries(
        channels.map((channel) => [
          `say${channel}`,
          { action: "receive", message: "say", channel } as const,
        ]),
      ),
    }),
  );

  const index = files.get("lib/index.d.ts") ?? "";
  const declared = [...index.matchAll(/^export (?:function|interface|type) (\w+)/gmu)].map(
    ([, name]) => name,
  );
  const paths = [...files.keys()].map((path) => path.toLowerCase());

  expect(new Set(declared).size).toBe(declared.length);
  expect(declared).toHaveLength(channels.length * 4);
  expect(declared).toContain("connectRoom");
  expect(declared).not.toContain("connectTo");
  expect(declared).not.toContain("ClientOptions");
  expect(new Set(paths).size).toBe(paths.length);
});
