import type { ApiDocument } from "../../../runtime/contract/v1.ts";
import { kebabCase } from "../../naming/cases.ts";
import { packageVersionOf } from "../../naming/package-version.ts";
import { jsonDocument, oneLine } from "../../render/code.ts";

/** The build's `package.json`: no dependency, `npm start` runs it. */
export function renderPackageFile(api: ApiDocument): string {
  return jsonDocument({
    name: `${kebabCase(api.title).slice(0, 200)}-gateway`,
    version: packageVersionOf(api.version),
    description: oneLine(`WebSocket gateway of ${api.title}`).slice(0, 300),
    private: true,
    type: "module",
    main: "gateway.mjs",
    engines: { node: ">=20" },
    scripts: { start: "node gateway.mjs" },
  });
}
