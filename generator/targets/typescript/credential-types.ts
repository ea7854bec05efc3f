import type { ApiDocument, Route } from "../../../runtime/contract/v1.ts";
import { propertyKey, written, type Code } from "../../render/code.ts";
import { kindOf } from "./credentials.ts";
import { memberName } from "./member-names.ts";

/** How a route lets clients in. */
export interface CredentialTypes {
  /** `{ readonly bearer: TokenCredential }`, one for each way; null: no credential is asked for. */
  readonly auth: Code | null;
  /** There is a way in without any. */
  readonly isOpen: boolean;
}

/** The types of the credentials of a route. */
export function credentialTypes(
  { securitySchemes }: Pick<ApiDocument, "securitySchemes">,
  { security }: Route,
): CredentialTypes {
  const ways = security.map(({ schemes }) => {
    const members = new Map<string, string>();
    for (const { schemeId } of schemes) {
      const kind = kindOf(
        Object.hasOwn(securitySchemes, schemeId) ? securitySchemes[schemeId] : undefined,
      );
      if (kind !== "outside") {
        members.set(memberName(schemeId), kind === "basic" ? "BasicCredential" : "TokenCredential");
      }
    }
    return [...members].map(([key, type]) => `readonly ${propertyKey(key)}: ${type}`);
  });
  const texts = ways
    .filter((members) => members.length > 0)
    .map((members) => `{ ${members.join("; ")} }`);
  return {
    auth: texts.length === 0 ? null : written([...new Set(texts)].join(" | ")),
    isOpen: ways.length === 0 || ways.some((members) => members.length === 0),
  };
}
