import type { ApiModel } from "../../model/api.ts";
import { kebabCase } from "../../naming/cases.ts";
import { packageVersionOf } from "../../naming/package-version.ts";
import { jsonDocument, oneLine } from "../../render/code.ts";

/** Members that belong to who publishes the package: written once, then kept. */
const OWNED = ["name", "version", "description", "license"];

/** The file, and the name that it gives the package. */
export interface PackageFile {
  readonly text: string;
  readonly name: string;
}

/**
 * The SDK's `package.json`: ready to publish, without dependencies. Of one that stands there already everything is
 * kept but what the package needs in order to work.
 */
export function renderPackageFile(
  model: ApiModel,
  existing: string | null,
  wanted: string | null,
): PackageFile {
  const former: Readonly<Record<string, unknown>> = {
    ...membersIn(existing),
    ...(wanted === null ? {} : { name: wanted }),
  };
  const made = ownedMembers(model);
  const owned: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(made).map(([key, value]) => [key, former[key] ?? value]),
  );
  const others = Object.entries(former).filter(
    ([key]) => !OWNED.includes(key) && !Object.hasOwn(MADE, key),
  );
  const text = jsonDocument({
    ...owned,
    ...MADE,
    ...Object.fromEntries(others),
    scripts: { ...MADE.scripts, ...membersOf(former["scripts"]) },
  });
  const { name } = owned;
  return { text, name: typeof name === "string" ? name : made.name };
}

const MADE = {
  type: "module",
  sideEffects: false,
  exports: {
    ".": { types: "./lib/index.d.ts", default: "./lib/index.js" },
    "./unchecked": { types: "./lib/index.d.ts", default: "./lib/unchecked.js" },
    "./browser": { types: "./lib/browser.d.ts", default: "./lib/index.js" },
    "./checks": { types: "./lib/checks.d.ts", default: "./lib/checks.js" },
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
  scripts: { test: "node --test" },
  peerDependencies: { ws: "^8.0.0" },
  peerDependenciesMeta: { ws: { optional: true } },
};

function ownedMembers({ title, version, license }: ApiModel) {
  return {
    name: `${kebabCase(title).slice(0, 200)}-client`,
    version: packageVersionOf(version),
    description: oneLine(`WebSocket client of ${title}`).slice(0, 300),
    ...(license !== null && isLicenseExpression(license) ? { license } : {}),
  };
}

/** An SPDX expression, as far as npm asks: `Apache-2.0`, `MIT OR GPL-2.0-only`. */
function isLicenseExpression(text: string): boolean {
  return /^[A-Za-z0-9.+-]{1,60}(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]{1,60}){0,4}$/u.test(text);
}

function membersIn(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text ?? "null"));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
