import type { Backend } from "../../../runtime/contract/v1.ts";
import type { RunningMock } from "../../../runtime/mock/mock.ts";
import { withBackend, type CompiledGateway } from "../../targets/gateway/compile-gateway.ts";
import type { CompiledApi } from "./compile-apis.ts";

/** Backends that are made of the documents themselves, one for each API. */
export interface MockedBackends {
  /** The API in front of a mock that speaks this version of it. */
  inFrontOf(api: CompiledApi, gateway: CompiledGateway): Promise<CompiledGateway>;
  close(): Promise<void>;
}

/** Keeps the mocks of one `serve --mock`. */
export function createMockedBackends(): MockedBackends {
  const mocks = new Map<string, RunningMock>();
  return {
    async inFrontOf(api, gateway) {
      const { startMock } = await import("../../../runtime/mock/mock.ts");
      const { loadScript } = await import("../../../runtime/revisions/load.ts");
      const { loadCodecs } = await import("../../../runtime/messages/codec/load.ts");
      const module = loadScript(gateway.script, api.word);
      const codecs = await loadCodecs(module.api);
      const running = mocks.get(api.word);
      running?.speak(module, codecs);
      const mock =
        running ??
        (await startMock({
          module,
          codecs,
          host: "127.0.0.1",
          port: 0,
          intervalMs: null,
          delayMs: 0,
          fault: null,
          log: () => undefined,
        }));
      mocks.set(api.word, mock);
      return withBackend(gateway, backendAt(mock.url));
    },
    async close() {
      await Promise.all([...mocks.values()].map((mock) => mock.close()));
    },
  };
}

function backendAt(url: string): Backend {
  return {
    id: "mock",
    environment: "production",
    url,
    variables: [],
    pool: null,
    weight: 1,
    priority: 0,
    connectTimeoutMs: 5000,
    tlsCa: null,
  };
}
