import { describe, expect, test } from "vitest";
import { upstreamUrl } from "../../runtime/backends/upstream-url.ts";

interface Row {
  readonly backend: string;
  readonly path: string;
  readonly isAbsolute?: boolean;
  readonly values?: Readonly<Record<string, string>>;
  readonly query?: readonly string[];
  readonly want: string;
}

const ROWS: readonly Row[] = [
  { backend: "ws://b", path: "/chat", want: "ws://b/chat" },
  { backend: "ws://b/", path: "/chat", want: "ws://b/chat" },
  { backend: "ws://b/v1", path: "/chat", want: "ws://b/v1/chat" },
  { backend: "ws://b/v1/", path: "/chat", want: "ws://b/v1/chat" },
  { backend: "ws://b/v1", path: "/", want: "ws://b/v1" },
  { backend: "ws://b", path: "/", want: "ws://b/" },
  { backend: "ws://b/v1", path: "/chat/", want: "ws://b/v1/chat/" },
  { backend: "ws://b/v1", path: "/x", isAbsolute: true, want: "ws://b/x" },
  {
    backend: "ws://b",
    path: "/r/{id}",
    values: { id: "a/b?c#d e%2F" },
    want: "ws://b/r/a%2Fb%3Fc%23d%20e%252F",
  },
  { backend: "ws://b", path: "/{a}/{b}", values: { a: "{b}", b: "x" }, want: "ws://b/%7Bb%7D/x" },
  { backend: "ws://b?k=1", path: "/c", query: ["a=%20", "b"], want: "ws://b/c?k=1&a=%20&b" },
  { backend: "ws://b", path: "/c", query: [], want: "ws://b/c" },
  { backend: "ws://b/base", path: "/c?x=1", query: ["q=2"], want: "ws://b/base/c?x=1&q=2" },
  {
    backend: "ws://b/base?k=1",
    path: "/up/{id}?of={id}&fixed=1",
    isAbsolute: true,
    values: { id: "a?b&c=/d" },
    query: ["a=1"],
    want: "ws://b/up/a%3Fb%26c%3D%2Fd?k=1&of=a%3Fb%26c%3D%2Fd&fixed=1&a=1",
  },
  { backend: "ws://b/v1", path: "?x=1", want: "ws://b/v1?x=1" },
  { backend: "ws://b", path: "/c?at=/../x", want: "ws://b/c?at=/../x" },
];

describe("a route's URL on its backend", () => {
  test.each(ROWS)(
    "$backend and $path make $want",
    ({ backend, path, isAbsolute, values, query, want }) => {
      const route = { upstreamPath: path, upstreamPathIsAbsolute: isAbsolute ?? false };
      const parameters = new Map(Object.entries(values ?? {}));

      expect(upstreamUrl(new URL(backend), route, parameters, query ?? []).href).toBe(want);
    },
  );
});

test("a parameter cannot leave the route's path", () => {
  const route = { upstreamPath: "/rooms/{id}/socket", upstreamPathIsAbsolute: false };

  expect(() => upstreamUrl(new URL("ws://b"), route, new Map([["id", ".."]]), [])).toThrow(
    "a path parameter is a dot segment",
  );
});
