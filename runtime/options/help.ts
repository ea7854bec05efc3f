import type { ApiDocument } from "../contract/v1.ts";
import { FLAG_SPECS } from "./flags.ts";

/** What `--help` of a built gateway prints. */
export function helpText(api: Pick<ApiDocument, "title" | "version">): string {
  const flags = FLAG_SPECS.map(({ flag, value, environment, says }) => {
    const left = `  --${flag}${value === null ? "" : ` ${value}`}`;
    return `${left.padEnd(36)} ${says}\n${"".padEnd(36)} [${environment}]`;
  });
  return [
    `WebSocket gateway of ${api.title} ${api.version}`,
    "",
    "Usage: node gateway.mjs [options]",
    "",
    ...flags,
    `${"  --help".padEnd(36)} this text`,
    `${"  --version".padEnd(36)} the API's version`,
    "",
    "Example: node gateway.mjs --port 8080 --backend production=wss://backend.example/v1",
    "",
  ].join("\n");
}
