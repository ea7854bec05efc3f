import type { ServerEntry } from "./contract.ts";
import { ClientError } from "./errors.ts";

/** The variables of a server's URL with their defaults; null: it has none, the caller says. */
export function variables(
  presets: Readonly<Record<string, string | null>>,
): NonNullable<ServerEntry["fill"]> {
  return (url, given) =>
    Object.entries(presets).reduce((filled, [name, preset]) => {
      const value = given[name] ?? preset;
      if (value === null) {
        const hint = "no default";
        throw new ClientError("OPTION_INVALID", { subject: `variables.${name}`, hint });
      }
      return filled.replaceAll(`{{${name}}}`, () => value);
    }, url);
}
