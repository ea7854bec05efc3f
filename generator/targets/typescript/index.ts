import type { ApiModel } from "../../model/api.ts";
import type { EmittedFile } from "../../render/emitted-file.ts";
import { renderTemplate } from "../../render/engine.ts";
import { apiDocument } from "../api/api-document.ts";
import { checkDeclarations, sdkChecks } from "./checks.ts";
import { coreFiles } from "./core.ts";
import { renderDeclarations } from "./declarations.ts";
import { indexModule } from "./index-module.ts";
import { MessageSamples } from "./message-samples.ts";
import { nameRoutes } from "./named-routes.ts";
import { renderPackageFile } from "./package-file.ts";
import { samplesModule } from "./package-tests.ts";
import { renderReadme } from "./readme.ts";
import { planRoutes } from "./route-plan.ts";
import { routeModule } from "./route-module.ts";
import { traitsModule } from "./traits.ts";

/** Modules of the core that every SDK has. */
const ALWAYS = ["client", "credentials", "errors", "platform-node", "platform-web", "refusals"];

/**
 * The files of a TypeScript SDK. The same document and version give the same bytes; `packageFile` is the text of the
 * `package.json` that stands there, null where there is none; `packageName` is what the package is to be called, null
 * leaves it as it is.
 */
export function clientFiles(
  model: ApiModel,
  packageFile: string | null,
  packageName: string | null = null,
): readonly EmittedFile[] {
  const { files, coreModules } = generatedFiles(model, packageFile, packageName);
  return [...files, ...coreFiles(coreModules)];
}

/** What of an SDK is made of its document. */
export interface GeneratedFiles {
  readonly files: readonly EmittedFile[];
  /** The modules of the core that these files need, besides those that such modules import. */
  readonly coreModules: ReadonlySet<string>;
}

/** The files of an SDK without its core. */
export function generatedFiles(
  model: ApiModel,
  packageFile: string | null,
  packageName: string | null = null,
): GeneratedFiles {
  const api = apiDocument(model, { alone: true, certificates: new Map() });
  const samples = new MessageSamples(model);
  const routes = nameRoutes(model, planRoutes(model, api, samples));
  const checks = sdkChecks(model, routes);
  const modules = routes.map(({ plan, parameters, names }) => ({
    name: names.module,
    ...routeModule({ model, api, plan, parameters, checks }),
  }));
  const traits = traitsModule(model, routes, checks.likely);
  const declarations = renderDeclarations(model, api, routes);
  const { name, text: packageText } = renderPackageFile(model, packageFile, packageName);
  const files = [
    generated("package.json", packageText),
    generated("README.md", renderReadme({ model, api, routes, samples, name })),
    generated("lib/index.js", indexModule({ api, routes, checks }, true)),
    generated("lib/index.d.ts", declarations.index),
    generated("lib/unchecked.js", indexModule({ api, routes, checks }, false)),
    generated("lib/types.d.ts", declarations.types),
    generated("lib/types.js", "export {};\n"),
    generated("lib/browser.d.ts", declarations.browser),
    generated("lib/checks.js", checks.module.code),
    generated("lib/checks.d.ts", checkDeclarations(checks)),
    ...(traits === null ? [] : [generated("lib/traits.js", traits)]),
    ...modules.map(({ name, text }) => generated(`lib/${name}.js`, text)),
    generated("test/samples.mjs", samplesModule({ model, api, routes, samples })),
    generated("test/messages.test.mjs", renderTemplate("typescript/messages.test.mjs.hbs", {})),
  ];
  const used = modules.flatMap(({ coreModules }) => coreModules);
  const guessing = traits === null ? [] : ["likely"];
  return {
    files,
    coreModules: new Set([...ALWAYS, ...checks.module.modules, ...guessing, ...used]),
  };
}

function generated(path: string, text: string): EmittedFile {
  return { path, text, once: false };
}
