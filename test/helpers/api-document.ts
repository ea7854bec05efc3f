import type {
  ApiDocument,
  ApiModuleV1,
  Backend,
  FlowPlan,
  Parameter,
  ParameterValue,
  Route,
} from "../../runtime/contract/v1.ts";
import type { Revision } from "../../runtime/revisions/revision.ts";

const FREE_FLOW: FlowPlan = { anything: true, onViolation: "reject", groups: [] };

/** A compiled document for tests: every frame passes, one backend; `changes` win. */
export function apiDocument(changes: Partial<ApiDocument> = {}): ApiDocument {
  return {
    contract: 1,
    title: "Chat",
    version: "1.0.0",
    description: null,
    revision: "0123456789abcdef",
    context: "",
    perspective: "server",
    origins: "auto",
    limits: {
      messageBytes: { clientToServer: 131072, serverToClient: 1048576 },
      fragments: 256,
      depth: 64,
      unsentBytes: 262144,
      slowSeconds: 10,
      idleSeconds: 300,
      maxAgeSeconds: 0,
      handshakeSeconds: 10,
    },
    unknownMessages: "refuse",
    errorMessage: null,
    closeCodes: {},
    backends: [backend()],
    securitySchemes: {},
    routes: [route()],
    messages: {},
    schemas: {},
    ...changes,
  };
}

/** A backend on a port where nobody listens; `changes` win. */
export function backend(changes: Partial<Backend> = {}): Backend {
  return {
    id: "main",
    environment: "production",
    url: "ws://127.0.0.1:1",
    variables: [],
    pool: null,
    weight: 1,
    priority: 0,
    connectTimeoutMs: 5000,
    tlsCa: null,
    ...changes,
  };
}

/** A route `/chat` on which every frame passes; `changes` win. */
export function route(changes: Partial<Route> = {}): Route {
  const path = changes.path ?? "/chat";
  return {
    id: "chat",
    path,
    upstreamPath: path,
    upstreamPathIsAbsolute: false,
    parameters: [],
    undeclaredQuery: "forward",
    backendIds: ["main"],
    security: [],
    tokenPlaces: ["header"],
    subprotocols: [],
    handshakeRefusal: "http",
    forwardHeaders: [],
    forwardQuery: "all",
    flows: { clientToServer: FREE_FLOW, serverToClient: FREE_FLOW },
    ...changes,
  };
}

/** A parameter that is a required string; `value` narrows what it must be. */
export function parameter(
  changes: Partial<Omit<Parameter, "value">> & Pick<Parameter, "in" | "name">,
  value: Partial<ParameterValue> = {},
): Parameter {
  return { required: true, array: "none", ...changes, value: { ...ANY_STRING, ...value } };
}

const ANY_STRING: ParameterValue = {
  type: "string",
  format: null,
  allowed: [],
  pattern: null,
  minimum: null,
  maximum: null,
  exclusiveMinimum: null,
  exclusiveMaximum: null,
  minLength: null,
  maxLength: null,
  minItems: null,
  maxItems: null,
};

/** A revision of a document without checks, hooks or codecs. */
export function revision(api: ApiDocument, changes: Partial<Revision> = {}): Revision {
  const module: ApiModuleV1 = { api, clientChecks: {}, serverChecks: {}, choosers: {} };
  return {
    module,
    hooks: null,
    codecs: (messageId) => {
      throw new Error(`no codec for "${messageId}"`);
    },
    ...changes,
  };
}
