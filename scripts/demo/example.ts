import { mockBackend, mockOf } from "../../generator/cli/serving/mocked-backends.ts";
import { compileDocument } from "../../generator/compile.ts";
import type { ApiModuleV1 } from "../../runtime/contract/v1.ts";
import { createRevision, loadScript, type Revision } from "../../runtime/index.ts";
import { loadCodecs } from "../../runtime/messages/codec/load.ts";
import type { MockFault } from "../../runtime/mock/faults.ts";
import type { RunningMock } from "../../runtime/mock/mock.ts";

/** An example document, compiled, with a mock of its backend behind it. */
export interface Example {
  readonly revision: Revision;
  readonly mock: RunningMock;
}

/** What differs from the document as it is. */
export interface Variant {
  readonly context?: string;
  readonly fault?: MockFault;
}

/** Compiles a document and starts a mock of its backend; `variant` serves it elsewhere, or spoils the mock. */
export async function startExample(path: string, variant: Variant = {}): Promise<Example> {
  const compiled = await compileDocument(
    { kind: "file", path },
    {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      perspective: null,
      alone: false,
      until: "gateway",
    },
  );
  if (compiled.gateway === null) {
    throw new Error(`"${path}" does not compile: framegate lint ${path}`);
  }
  const module = loadScript(compiled.gateway.script, path);
  const codecs = await loadCodecs(module.api);
  const wish = variant.fault === undefined ? {} : { fault: variant.fault };
  const mock = await mockOf(compiled.gateway.script, path, wish);
  const moved = served(module, mock.url, variant.context ?? module.api.context);
  return { revision: createRevision(moved, null, codecs), mock };
}

/** The same API before another backend and under another context. */
function served(module: ApiModuleV1, url: string, context: string): ApiModuleV1 {
  const { api } = module;
  const backend = mockBackend(url);
  const routes = api.routes.map((route) => ({
    ...route,
    path: `${context}${route.path.slice(api.context.length)}`,
    backendIds: [backend.id],
  }));
  return { ...module, api: { ...api, context, backends: [backend], routes } };
}
