import type { ApiDocument, Route, SecurityScheme } from "../../../runtime/contract/v1.ts";
import type { JavaScriptValue } from "../../render/javascript-value.ts";
import { memberName } from "./member-names.ts";

/** The credentials of a route as its table has them: any one list opens the socket. */
export function credentialEntries(
  api: Pick<ApiDocument, "securitySchemes">,
  route: Route,
): readonly (readonly JavaScriptValue[])[] {
  return route.security.map(({ schemes }) =>
    schemes.map(({ schemeId }) => {
      const scheme = Object.hasOwn(api.securitySchemes, schemeId)
        ? api.securitySchemes[schemeId]
        : undefined;
      return {
        key: memberName(schemeId),
        kind: kindOf(scheme),
        places: placesOf(scheme, route.tokenPlaces),
      };
    }),
  );
}

/** `outside`: nothing that a handshake could carry. */
export function kindOf(scheme: SecurityScheme | undefined): "token" | "basic" | "key" | "outside" {
  switch (scheme?.kind) {
    case "httpBearer":
    case "oauth2":
    case "openIdConnect":
      return "token";
    case "httpBasic":
      return "basic";
    case "apiKey":
      return scheme.apiKey?.in === "user" || scheme.apiKey?.in === "password" ? "basic" : "key";
    case "x509":
    case "other":
    case undefined:
      return "outside";
  }
}

/** Name of a bearer token's parameter or cookie outside of a header (RFC 6750 section 2.3). */
const ACCESS_TOKEN = "access_token";

/** Where the gateway takes a credential, the best place first. */
function placesOf(
  scheme: SecurityScheme | undefined,
  tokenPlaces: Route["tokenPlaces"],
): readonly JavaScriptValue[] {
  const kind = kindOf(scheme);
  if (kind === "basic") {
    return [{ in: "header", name: "authorization" }];
  }
  if (kind === "token") {
    return tokenPlaces.map((place) =>
      place === "header"
        ? { in: "header", name: "authorization" }
        : place === "query" || place === "cookie"
          ? { in: place, name: ACCESS_TOKEN }
          : { in: place },
    );
  }
  const key = scheme?.apiKey;
  const own: readonly JavaScriptValue[] =
    key?.in === "header" || key?.in === "query" || key?.in === "cookie"
      ? [{ in: key.in, name: key.name }]
      : [];
  const extra = tokenPlaces.filter((place) => place === "subprotocol" || place === "message");
  return [...own, ...extra.map((place) => ({ in: place }))];
}
