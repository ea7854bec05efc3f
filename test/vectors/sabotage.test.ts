/**
 * Subjects with a defect of each kind are found out: vectors that everybody passes would prove nothing. That the same
 * vectors pass where nothing is broken, the other tests of this folder say.
 */
import { describe, expect, test } from "vitest";
import type { ApiModuleV1, FlowPlan } from "../../runtime/contract/v1.ts";
import { compiledWith, type Sabotage } from "./generated-sdk.ts";
import type { SubjectName } from "./impossible.ts";
import { loadVectors } from "./load-vectors.ts";
import { runVector } from "./run-vector.ts";
import { SUBJECTS } from "./subjects.ts";
import type { Vector } from "./vector.ts";

const all = loadVectors();

/** One vector that is to notice. */
function vectorOf(file: string, name: string): Vector {
  const found = all.find((one) => one.name === file)?.vectors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${file} has no vector "${name}"`);
  return found;
}

/** What a broken subject fails with; null: it passes. */
async function failure(
  subject: SubjectName,
  vector: Vector,
  sabotage: Sabotage,
): Promise<string | null> {
  const compiled = await compiledWith(vector.document, sabotage);
  const cast = await SUBJECTS[subject](vector, compiled);
  return runVector(vector, cast).then(() => null, String);
}

interface BrokenSdk {
  readonly what: string;
  readonly file: RegExp;
  readonly from: string;
  readonly to: string;
  readonly noticedBy: readonly [file: string, vector: string];
}

const BROKEN_SDKS: readonly BrokenSdk[] = [
  {
    what: "fresh credentials are never worth an attempt",
    file: /core\/ending\.js$/u,
    from: '"afterAuth"',
    to: '"never"',
    noticedBy: ["renewal", "a function is asked again"],
  },
  {
    what: "a restart is the end",
    file: /core\/ending\.js$/u,
    from: '"backoff"',
    to: '"never"',
    noticedBy: ["closes", "1012, a restart: comes back"],
  },
  {
    what: "a quota is waited for like a restart",
    file: /core\/ending\.js$/u,
    from: '"after"',
    to: '"backoff"',
    noticedBy: ["closes", "QUOTA_EXCEEDED: waits as long as it is told, then comes back"],
  },
  {
    what: "the time to wait is not waited for",
    file: /core\/backoff\.js$/u,
    from: "atLeastMs +",
    to: "",
    noticedBy: ["closes", "a time to wait holds for back-off too"],
  },
  {
    what: "the API's own close codes are forgotten",
    file: /lib\/route-.*\.js$/u,
    from: "closeCodes: {",
    to: "closeCodes: {}, forgotten: {",
    noticedBy: ["close-codes", "4100, after which one waits"],
  },
  {
    what: "every check passes",
    file: /lib\/route-.*\.js$/u,
    from: ": checks.",
    to: ": ({}).",
    noticedBy: ["messages", "a missing member is refused where it should be"],
  },
  {
    what: "what comes is not checked",
    file: /lib\/route-.*\.js$/u,
    from: ": checks.",
    to: ": ({}).",
    noticedBy: [
      "messages",
      "a wrong message of the server goes no further, and a client says which and where",
    ],
  },
  {
    what: "every frame is the first message",
    file: /lib\/route-.*\.js$/u,
    from: "choose: ",
    to: "choose: (() => [0]) ?? ",
    noticedBy: ["unknown", "a tag that nobody has"],
  },
  {
    what: "questions are not known by their ids",
    file: /core\/requests\.js$/u,
    from: "${String(id)}",
    to: "",
    noticedBy: ["replies", "replies in another order"],
  },
  {
    what: "parameters are not escaped",
    file: /core\/address\.js$/u,
    from: "encodeURIComponent(",
    to: "String(",
    noticedBy: ["credentials", "a key in the query"],
  },
  {
    what: "a token goes under another scheme",
    file: /core\/credentials\.js$/u,
    from: "`Bearer $",
    to: "`Token $",
    noticedBy: ["credentials", "a token in Authorization"],
  },
  {
    what: "a list is one message",
    file: /lib\/route-.*\.js$/u,
    from: "framing: ",
    to: "was: ",
    noticedBy: ["framings", "a list of messages"],
  },
];

describe("an SDK is found out where", () => {
  test.each(BROKEN_SDKS)("$what", async ({ file, from, to, noticedBy }) => {
    let places = 0;
    const breakText = (path: string, text: string): string => {
      if (!file.test(path) || !text.includes(from)) return text;
      places += 1;
      return text.replaceAll(from, to);
    };

    const found = await failure("the SDK", vectorOf(...noticedBy), { file: breakText });

    expect(places, `"${from}" is not there to be broken`).toBeGreaterThan(0);
    expect(found).not.toBeNull();
  });
});

interface BrokenGateway {
  readonly what: string;
  readonly module: (module: ApiModuleV1) => ApiModuleV1;
  readonly noticedBy: readonly [file: string, vector: string];
}

const mapped = <Value>(
  values: Readonly<Record<string, Value>>,
  to: Value,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.keys(values).map((key) => [key, to]));

/** A module whose flows are others, and which judges every frame the long way. */
function withFlows(module: ApiModuleV1, change: (plan: FlowPlan) => FlowPlan): ApiModuleV1 {
  const routes = module.api.routes.map((route) => ({
    ...route,
    flows: {
      clientToServer: change(route.flows.clientToServer),
      serverToClient: change(route.flows.serverToClient),
    },
  }));
  return { ...module, api: { ...module.api, routes } };
}

const BROKEN_GATEWAYS: readonly BrokenGateway[] = [
  {
    what: "every check of a client's frame passes",
    module: (module) => ({ ...module, clientChecks: mapped(module.clientChecks, () => null) }),
    noticedBy: ["messages", "a missing member is refused where it should be"],
  },
  {
    what: "every check of a server's frame passes",
    module: (module) => ({ ...module, serverChecks: mapped(module.serverChecks, () => null) }),
    noticedBy: [
      "messages",
      "a wrong message of the server goes no further, and a client says which and where",
    ],
  },
  {
    what: "every parameter may be missing",
    module: (module) => ({
      ...module,
      api: {
        ...module.api,
        routes: module.api.routes.map((route) => ({ ...route, parameters: [] })),
      },
    }),
    noticedBy: ["parameters", "one that is missing"],
  },
  {
    what: "nobody asks for credentials",
    module: (module) => ({
      ...module,
      api: {
        ...module.api,
        routes: module.api.routes.map((route) => ({ ...route, security: [] })),
      },
    }),
    noticedBy: ["credentials", "none"],
  },
  {
    what: "what should be closed is dropped",
    module: (module) =>
      withFlows(module, (plan) => ({
        ...plan,
        onViolation: "drop",
        groups: plan.groups.map((group) => ({
          ...group,
          entries: group.entries.map((entry) => ({ ...entry, onViolation: "drop" })),
        })),
      })),
    noticedBy: ["values", "close: a wrong frame of a client ends its connection"],
  },
];

describe("a gateway is found out where", () => {
  test.each(BROKEN_GATEWAYS)("$what", async ({ module, noticedBy }) => {
    expect(await failure("the gateway", vectorOf(...noticedBy), { module })).not.toBeNull();
  });
});
