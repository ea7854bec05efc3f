import type { ApiDocument } from "../../../runtime/contract/v1.ts";
import { kebabCase } from "../../naming/cases.ts";
import { jsonDocument, oneLine } from "../../render/code.ts";

/** The SDK's `package.json`: ready to publish, without dependencies. */
export function renderPackageFile(api: Pick<ApiDocument, "title" | "version">): string {
  return jsonDocument({
    name: `${kebabCase(api.title).slice(0, 200)}-client`,
    version: "0.0.0",
    description: oneLine(`WebSocket client of ${api.title}`).slice(0, 300),
    type: "module",
    sideEffects: false,
    exports: {
      ".": { types: "./lib/index.d.ts", default: "./lib/index.js" },
      "./unchecked": { types: "./lib/index.d.ts", default: "./lib/unchecked.js" },
      "./package.json": "./package.json",
    },
    imports: {
      "#platform": {
        browser: "./lib/core/platform-web.js",
        deno: "./lib/core/platform-web.js",
        bun: "./lib/core/platform-web.js",
        node: "./lib/core/platform-node.js",
        default: "./lib/core/platform-web.js",
      },
    },
    files: ["lib", "src"],
    engines: { node: ">=20" },
    peerDependencies: { ws: "^8.0.0" },
    peerDependenciesMeta: { ws: { optional: true } },
  });
}
