import { variableEnvironmentName } from "../backends/backend-url.ts";
import type { ApiDocument } from "../contract/v1.ts";

/** Server variables of the documents from the environment, where no flag gives them. */
export function variablesFromEnvironment(
  apis: readonly Pick<ApiDocument, "backends">[],
  flags: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const names = apis.flatMap((api) =>
    api.backends.flatMap((backend) => backend.variables.map((variable) => variable.name)),
  );
  const found = names.flatMap((name) => {
    const value = env[variableEnvironmentName(name)];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(found), ...flags };
}
