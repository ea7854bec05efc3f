import type { ApiDocument } from "../contract/v1.ts";
import { StartError } from "../start-error.ts";
import type { BackendSettings, ResolvedBackend } from "./backend-url.ts";

/**
 * Throws StartError for an override whose environment no route is served from, and for a server
 * variable that no server has: a setting that does nothing is a mistake of whoever gave it.
 */
export function refuseUnusedSettings(
  apis: readonly Pick<ApiDocument, "backends">[],
  serving: readonly Pick<ResolvedBackend, "environment">[],
  settings: BackendSettings,
): void {
  const environments = new Set<string>(serving.map(({ environment }) => environment));
  const environment = firstUnused(settings.overrides, environments);
  if (environment !== null && environments.size > 0) {
    const expected = [...environments].join(" and ");
    throw new StartError("BACKEND_UNUSED", { environment, expected });
  }
  const variables = new Set(apis.flatMap(({ backends }) => backends.flatMap(variableNames)));
  const name = firstUnused(settings.variables, variables);
  if (name !== null) {
    const known = [...variables].map((variable) => `"${variable}"`).join(", ");
    const expected = known === "" ? "the servers have none" : `there is ${known}`;
    throw new StartError("VARIABLE_UNUSED", { name, expected });
  }
}

/** Described, or only written in the URL. */
function variableNames({ url, variables }: ApiDocument["backends"][number]): readonly string[] {
  const written = [...url.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
  return [...variables.map(({ name }) => name), ...written];
}

function firstUnused(given: Readonly<Record<string, string>>, used: Set<string>): string | null {
  return Object.keys(given).find((name) => !used.has(name)) ?? null;
}
