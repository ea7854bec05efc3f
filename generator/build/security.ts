import type { SecurityRequirement, SecurityScheme } from "../model/api.ts";
import type { SourceNode } from "../source/tree.ts";
import { originOf, type BuildContext } from "./context.ts";
import type { DraftRequirement, DraftSchemeUse, DraftSecurity } from "./draft.ts";
import { childOf, fieldsOf, membersOf, placeKey, textOf, textsOf, type Fields } from "./fields.ts";
import { firstFree, placeName } from "./place-name.ts";

/** Lowers the security of one thing; `owner` names schemes that are written in place. */
export type LowerSecurity = (draft: DraftSecurity, owner: string) => readonly SecurityRequirement[];

/** Every scheme that something needs, in the order of first use. */
export interface SecurityTable {
  readonly lower: LowerSecurity;
  readonly schemes: () => readonly SecurityScheme[];
}

/** Collects schemes under the author's names while requirements are lowered. */
export function createSecurityTable(context: BuildContext): SecurityTable {
  const byPlace = new Map<string, SecurityScheme>();
  const ids = new Set<string>();
  const schemeOf = (use: DraftSchemeUse, owner: string): SecurityScheme => {
    const key = placeKey(use.scheme);
    const known = byPlace.get(key);
    if (known !== undefined) {
      return known;
    }
    const id = freeId(context, use, owner, ids);
    const scheme = lowerScheme(context, id, use.scheme);
    ids.add(id);
    byPlace.set(key, scheme);
    return scheme;
  };
  const requirement = (draft: DraftRequirement, owner: string): SecurityRequirement => ({
    schemes: draft.map((use) => ({ schemeId: schemeOf(use, owner).id, scopes: use.scopes })),
  });
  return {
    lower: (draft, owner) => (draft ?? []).map((item) => requirement(item, owner)),
    schemes: () => [...byPlace.values()],
  };
}

/** A scheme written in place is called by what needs it and its type, a further one also by its place. */
function freeId(
  { tree }: BuildContext,
  use: DraftSchemeUse,
  owner: string,
  taken: ReadonlySet<string>,
): string {
  const type = childOf(use.scheme, "type")?.value;
  const inPlace = `${owner}.${typeof type === "string" ? type : "security"}`;
  const place = placeName(tree, use.scheme);
  return firstFree(use.name === null ? [inPlace] : [use.name, inPlace], taken, place);
}

function lowerScheme(context: BuildContext, id: string, node: SourceNode): SecurityScheme {
  const fields = fieldsOf(context.tree, node);
  const type = textOf(fields, "type") ?? "";
  const kind = kindOf(fields, type);
  if (kind === "other") {
    context.find(
      "security-scheme-passed-on",
      node,
      `security scheme "${id}" is of type "${type}", which a WebSocket handshake does not carry`,
    );
  }
  if (kind === "x509") {
    context.find(
      "security-scheme-x509",
      node,
      `security scheme "${id}" is of type X509: no certificate is asked for, and none is forwarded`,
    );
  }
  return {
    id,
    kind,
    type,
    apiKey: kind === "apiKey" ? apiKeyOf(fields, type) : null,
    scopes: scopesOf(fields),
    description: textOf(fields, "description"),
    origin: originOf(node),
  };
}

function kindOf(fields: Fields | null, type: string): SecurityScheme["kind"] {
  switch (type) {
    case "http":
      return httpKind((textOf(fields, "scheme") ?? "bearer").toLowerCase());
    case "httpBearer":
      return "httpBearer";
    case "userPassword":
      return "httpBasic";
    case "httpApiKey":
    case "apiKey":
      return "apiKey";
    case "oauth2":
      return "oauth2";
    case "openIdConnect":
      return "openIdConnect";
    case "X509":
      return "x509";
    default:
      return "other";
  }
}

function httpKind(scheme: string): SecurityScheme["kind"] {
  if (scheme === "basic") {
    return "httpBasic";
  }
  return scheme === "bearer" ? "httpBearer" : "other";
}

function apiKeyOf(fields: Fields | null, type: string): SecurityScheme["apiKey"] {
  const place = textOf(fields, "in");
  const name = textOf(fields, "name");
  switch (place) {
    case "header":
    case "query":
    case "cookie":
      return { in: place, name: name ?? "Authorization" };
    case "user":
    case "password":
      return { in: place, name: name ?? place };
    case null:
    default:
      // httpApiKey needs `in`; a header is where nearly all keys stand.
      return { in: "header", name: name ?? (type === "apiKey" ? "X-API-Key" : "Authorization") };
  }
}

/** Scopes that the scheme knows: listed (3.x), or those of its flows under either version's name. */
function scopesOf(fields: Fields | null): readonly string[] {
  const flows = fields?.object("flows") ?? null;
  const offered = (flows?.names ?? []).flatMap((name) => {
    const flow = flows?.object(name) ?? null;
    const scopes = flow?.get("availableScopes") ?? flow?.get("scopes") ?? null;
    return membersOf(scopes).map(([scope]) => scope);
  });
  return [...new Set([...textsOf(fields, "scopes"), ...offered])];
}

/** Everything in `one` and something in `other`: "or" lists combined by "and". At most 64 alternatives. */
export function bothOf(
  one: readonly SecurityRequirement[],
  other: readonly SecurityRequirement[],
): readonly SecurityRequirement[] {
  if (one.length === 0 || other.length === 0) {
    return one.length === 0 ? other : one;
  }
  const pairs = one.flatMap((left) => other.map((right) => joined(left, right)));
  return distinct(pairs).slice(0, 64);
}

function joined(left: SecurityRequirement, right: SecurityRequirement): SecurityRequirement {
  const scopes = new Map<string, Set<string>>();
  for (const use of [...left.schemes, ...right.schemes]) {
    const own = scopes.get(use.schemeId) ?? new Set();
    use.scopes.forEach((scope) => own.add(scope));
    scopes.set(use.schemeId, own);
  }
  return { schemes: [...scopes].map(([schemeId, own]) => ({ schemeId, scopes: [...own] })) };
}

/** The same requirements, each once. */
export function distinct(
  requirements: readonly SecurityRequirement[],
): readonly SecurityRequirement[] {
  const byText = new Map(requirements.map((item) => [JSON.stringify(item), item]));
  return [...byText.values()];
}
