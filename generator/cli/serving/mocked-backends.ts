import type { Backend } from "../../../runtime/contract/v1.ts";
import type { MockFault } from "../../../runtime/mock/faults.ts";
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
      const running = mocks.get(api.word);
      const mock = await mockOf(gateway.script, api.word, { running });
      mocks.set(api.word, mock);
      return withBackend(gateway, mockBackend(mock.url));
    },
    async close() {
      await Promise.all([...mocks.values()].map((mock) => mock.close()));
    },
  };
}

/** A mock that is there already and learns a new version, and what it does wrong on purpose. */
export interface MockWish {
  readonly running?: RunningMock | undefined;
  readonly fault?: MockFault;
}

/** A mock of the backend that a compiled script describes, on a free port of this machine. */
export async function mockOf(
  script: string,
  name: string,
  { running, fault }: MockWish = {},
): Promise<RunningMock> {
  const { startMock } = await import("../../../runtime/mock/mock.ts");
  const { loadScript } = await import("../../../runtime/revisions/load.ts");
  const { loadCodecs } = await import("../../../runtime/messages/codec/load.ts");
  const module = loadScript(script, name);
  const codecs = await loadCodecs(module.api);
  if (running !== undefined) {
    running.speak(module, codecs);
    return running;
  }
  return startMock({
    module,
    codecs,
    host: "127.0.0.1",
    port: 0,
    intervalMs: null,
    delayMs: 0,
    fault: fault ?? null,
    log: () => undefined,
  });
}

/** The backend that a mock at this URL is. */
export function mockBackend(url: string): Backend {
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
