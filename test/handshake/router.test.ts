import { describe, expect, test } from "vitest";
import { createRouter } from "../../runtime/handshake/router.ts";

const route = (paths: readonly string[], path: string): unknown => {
  const router = createRouter(paths.map((known) => ({ path: known })));
  const match = router(path.slice(1).split("/"));
  return match === null ? null : [match.target.path, Object.fromEntries(match.parameters)];
};

describe("the most exact route wins", () => {
  test.each<[readonly string[], string, unknown]>([
    [["/a/{x}", "/a/b"], "/a/b", ["/a/b", {}]],
    [["/a/{x}", "/a/b"], "/a/c", ["/a/{x}", { x: "c" }]],
    [["/{x}/c", "/a/d"], "/a/c", ["/{x}/c", { x: "a" }]],
    [["/{x}/c", "/a/{y}"], "/a/c", ["/a/{y}", { y: "c" }]],
    [["/{x}/c/d", "/a/{y}/e"], "/a/c/d", ["/{x}/c/d", { x: "a" }]],
    [["/{x}/b", "/{y}/c"], "/a/c", ["/{y}/c", { y: "a" }]],
    [["/{x}", "/v{x}", "/v{x}.{y}"], "/v1.2", ["/v{x}.{y}", { x: "1", y: "2" }]],
    [["/{x}", "/v{x}"], "/v1", ["/v{x}", { x: "1" }]],
    [["/{x}", "/v{x}"], "/w1", ["/{x}", { x: "w1" }]],
    [["/v{x}"], "/v", null],
    [["/{a}-{b}"], "/1-2-3", ["/{a}-{b}", { a: "1", b: "2-3" }]],
    [["/{a}-{b}"], "/-2", null],
    [["/{a}{b}"], "/xyz", ["/{a}{b}", { a: "x", b: "yz" }]],
    [["/"], "/", ["/", {}]],
    [["/a"], "/a/", null],
    [["/a/"], "/a/", ["/a/", {}]],
    [["/caf%C3%A9"], "/café", ["/caf%C3%A9", {}]],
    [["/{__proto__}"], "/x", ["/{__proto__}", JSON.parse('{"__proto__":"x"}')]],
    [[], "/a", null],
  ])("%j routes %s to %j", (paths, path, want) => {
    expect(route(paths, path)).toEqual(want);
  });
});

describe("two routes that match the same paths cannot be served together", () => {
  test.each([
    [["/a", "/a"]],
    [["/a/{x}", "/a/{y}"]],
    [["/a/v{x}", "/a/v{y}"]],
    [["/a b", "/a%20b"]],
  ])("%j", (paths) => {
    expect(() => route(paths, "/a")).toThrow(
      `routes "${paths[0]}" and "${paths[1]}" are the same address; give one API another context`,
    );
  });
});

test("a thousand overlapping routes are matched by visiting each node at most once", () => {
  const paths = Array.from(
    { length: 1000 },
    (_, i) =>
      `/${Array.from({ length: 10 }, (_, bit) => ((i >> bit) & 1 ? "a" : `{p${bit}}`)).join("/")}/end${i}`,
  );

  expect(route(paths, "/a/a/a/a/a/a/a/a/a/a/nowhere")).toBeNull();
});
