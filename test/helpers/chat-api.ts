/**
 * A small compiled API for tests of what happens to frames, made by hand so that it does not depend on the compiler.
 * Clients `say`, `ask` (answered by `answer`) and the server sends `said`, `error`, and asks too: `poll`, answered
 * by `vote`.
 */
import type {
  ApiModuleV1,
  Check,
  Chooser,
  Entry,
  Fault,
  Group,
  OnViolation,
  Route,
} from "../../runtime/contract/v1.ts";
import { apiDocument, route as freeRoute } from "./api-document.ts";

/** A message of the test API: `type` must be its id and `text`, where `hasText`, a string of 10 characters at most. */
interface Declared {
  readonly id: string;
  readonly field: string | null;
  readonly correlationAt: string | null;
}

const DECLARED: readonly Declared[] = [
  { id: "say", field: "text", correlationAt: null },
  { id: "ask", field: "question", correlationAt: "/id" },
  { id: "vote", field: null, correlationAt: "/id" },
  { id: "said", field: "text", correlationAt: null },
  { id: "answer", field: "text", correlationAt: "/id" },
  { id: "poll", field: null, correlationAt: "/id" },
  { id: "error", field: "code", correlationAt: null },
];

/** What a test changes of the API. */
export interface ChatChanges {
  readonly onViolation?: OnViolation;
  readonly onUnexpectedReply?: OnViolation;
  readonly hasErrorMessage?: boolean;
  readonly errorPayload?: unknown;
  readonly unknownMessages?: "refuse" | "forward";
  readonly route?: Partial<Route>;
  /** Instead of choosing by `type`. */
  readonly chooseClient?: Chooser;
  /** By group: `client`, `server`. */
  readonly acceptors?: ApiModuleV1["acceptors"];
}

/** The module and its one route. */
export function chatApi(changes: ChatChanges = {}): {
  readonly module: ApiModuleV1;
  readonly route: Route;
} {
  const { onViolation = "reject", onUnexpectedReply } = changes;
  const unexpected = onUnexpectedReply === undefined ? {} : { onUnexpectedReply };
  const clientGroup = jsonGroup("client", [
    entry("say", "send", { onViolation }),
    entry("ask", "inquire", { onViolation, replyMessageIds: ["answer"], replyTimeoutMs: 5000 }),
    entry("vote", "survey", { onViolation, replyTo: "survey" }),
  ]);
  const serverGroup = jsonGroup("server", [
    entry("said", "tell", { onViolation }),
    entry("answer", "inquire", { onViolation, replyTo: "inquire", ...unexpected }),
    entry("poll", "survey", { onViolation, replyMessageIds: ["vote"], replyTimeoutMs: 5000 }),
    entry("error", "complain", { onViolation }),
  ]);
  const route = freeRoute({
    flows: {
      clientToServer: { anything: false, onViolation, groups: [clientGroup] },
      serverToClient: { anything: false, onViolation, groups: [serverGroup] },
    },
    ...changes.route,
  });
  const payload = changes.errorPayload ?? { type: "error", code: "{code}", at: "{pointer}" };
  const api = apiDocument({
    routes: [route],
    unknownMessages: changes.unknownMessages ?? "refuse",
    errorMessage: changes.hasErrorMessage === true ? { messageId: "error", payload } : null,
    messages: Object.fromEntries(
      DECLARED.map(({ id, correlationAt }) => [id, { ...JSON_MESSAGE, correlationAt }]),
    ),
  });
  const module: ApiModuleV1 = {
    api,
    clientChecks: CHECKS,
    serverChecks: CHECKS,
    ...(changes.acceptors === undefined ? {} : { acceptors: changes.acceptors }),
    choosers: {
      client: changes.chooseClient ?? chooseByType(clientGroup),
      server: chooseByType(serverGroup),
    },
  };
  return { module, route };
}

/** A group of JSON text messages. */
export function jsonGroup(
  id: string,
  entries: readonly Entry[],
  changes: Partial<Group> = {},
): Group {
  return {
    id,
    frame: "text",
    encoding: "json",
    framing: { kind: "message" },
    topic: null,
    entries,
    ...changes,
  };
}

/** A message of an operation. */
export function entry(messageId: string, operationId: string, changes: Partial<Entry> = {}): Entry {
  return {
    messageId,
    operationId,
    channelId: "room",
    onViolation: "reject",
    scopes: [],
    replyTo: null,
    replyMessageIds: [],
    replyTimeoutMs: 30_000,
    ...changes,
  };
}

/** Tells messages apart by `type`, as a compiled chooser does. */
export function chooseByType(group: Group): (value: unknown) => readonly number[] | Fault {
  return (value) => {
    const type = memberOf(value, "type");
    const index = group.entries.findIndex((candidate) => candidate.messageId === type);
    if (index !== -1) return [index];
    const ids = group.entries.map((candidate) => `"${candidate.messageId}"`).join(", ");
    const found = type === undefined ? "nothing" : "another value";
    return { pointer: "/type", found, expected: `one of ${ids}`, keyword: "enum" };
  };
}

const JSON_MESSAGE = {
  contentType: "application/json",
  frame: "text",
  correlationAt: null,
  sensitive: [],
  schema: null,
  codec: null,
  samples: [],
} as const;

const CHECKS: Readonly<Record<string, Check>> = Object.fromEntries(
  DECLARED.map(({ id, field }) => [id, field === null ? () => null : textCheck(field)]),
);

/** Wrong types fault; a text that begins with `odd` has a wrong format, which servers' checks tolerate. */
function textCheck(field: string): Check {
  return (value, tolerate) => {
    const text = memberOf(value, field);
    const pointer = `/${field}`;
    if (typeof text !== "string") {
      return { pointer, found: "no string", expected: "a string", keyword: "type" };
    }
    if (text.startsWith("odd")) {
      tolerate?.({ pointer, found: "a string", expected: "an even string", keyword: "format" });
    }
    return null;
  };
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
