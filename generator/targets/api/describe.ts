import type { ApiDocument, Parameter, Route } from "../../../runtime/contract/v1.ts";

/** What of a compiled API its description in words needs; `read` has it before there is a revision. */
type Described = Pick<ApiDocument, "backends" | "securitySchemes">;

/** Where a route leads, as far as the document says. */
export function upstreamOf(api: Described, route: Route): string {
  const backend = api.backends.find(({ id }) => id === route.backendIds[0]);
  if (backend === undefined) {
    return `--backend, then ${route.upstreamPath}`;
  }
  return route.upstreamPathIsAbsolute
    ? `${backend.url.replace(/^(\w+:\/\/[^/]*).*$/u, "$1")}${route.upstreamPath}`
    : `${backend.url}${route.upstreamPath}`;
}

/** One entry for each way to be let in: `bearer`, `bearer with apiKey`, `bearer (optional: …)`. */
export function credentialWords(api: Described, route: Route): readonly string[] {
  return route.security.flatMap(({ schemes, operationIds }) => {
    const names = schemes.map(({ schemeId }) => {
      const kind = api.securitySchemes[schemeId]?.kind;
      return kind === undefined || kind === schemeId ? schemeId : `${schemeId} (${kind})`;
    });
    const note =
      operationIds === undefined ? "" : ` (optional: for operation ${operationIds.join(", ")})`;
    return names.length === 0 ? [] : [`${names.join(" with ")}${note}`];
  });
}

/** What a parameter's text must be, in words: `integer from 1 to 10`, `one of "a", "b"`. */
export function valueWords({ value, array }: Parameter): string {
  const { type, format, allowed, pattern, minimum, maximum } = value;
  const words = [
    array === "none" ? type : `list of ${type}`,
    format === null || format === type ? "" : `(${format})`,
    allowed.length === 0 ? "" : `one of ${allowed.map((text) => `"${text}"`).join(", ")}`,
    minimum === null ? "" : `from ${minimum}`,
    maximum === null ? "" : `to ${maximum}`,
    pattern === null ? "" : `matching ${pattern}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}
