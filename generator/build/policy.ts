import type { Flow, OnViolation, Plan, Policy, RetryClass } from "../model/api.ts";
import type { Plain } from "../source/tree.ts";
import type { BuildContext } from "./context.ts";
import { isBackendCloseCode } from "./extension/effects.ts";
import { fieldsOf, membersOf, numberOf, placeKey, textOf, textsOf, type Fields } from "./fields.ts";
import type { MessageIds } from "./message-names.ts";
import { plainOf } from "./plain-json.ts";

/** The root `x-framegate` with its defaults filled in. */
export function lowerPolicy(context: BuildContext, root: Fields, ids: MessageIds): Policy {
  return {
    origins: originsOf(root),
    onViolation: {
      clientToServer: violationOf(root.object("onViolation"), "clientToServer") ?? "reject",
      serverToClient: violationOf(root.object("onViolation"), "serverToClient") ?? "reject",
    },
    onUnexpectedReply: {
      clientToServer: violationOf(root.object("onViolation"), "clientToServer") ?? "observe",
      serverToClient: violationOf(root.object("onViolation"), "serverToClient") ?? "observe",
    },
    unknownMessages: textOf(root, "unknownMessages") === "forward" ? "forward" : "refuse",
    limits: limitsOf(root.object("limits")),
    errorMessage: errorMessageOf(context, root, ids),
    closeCodes: closeCodesOf(context, root),
  };
}

/** The plans by name, as written; they were checked against the extension's schema. */
export function lowerPlans(root: Fields): readonly Plan[] {
  return membersOf(root.get("plans")).map(([name, node]) => ({
    name,
    limits: { ...asRecord(plainOf(node.value)) },
  }));
}

/** One of the four, or null where nothing (valid) is written. */
export function violationOf(fields: Fields | null, name: string): OnViolation | null {
  const word = textOf(fields, name);
  return word === "reject" || word === "drop" || word === "close" || word === "observe"
    ? word
    : null;
}

function originsOf(root: Fields): Policy["origins"] {
  const origins = root.get("origins")?.value;
  if (origins === "any" || origins === undefined || origins === "auto") {
    return origins ?? "auto";
  }
  return textsOf(root, "origins");
}

function limitsOf(limits: Fields | null): Policy["limits"] {
  const bytes = limits?.object("messageBytes") ?? null;
  const messageBytes: Readonly<Record<Flow, number>> = {
    clientToServer: numberOf(bytes, "clientToServer") ?? 131_072,
    serverToClient: numberOf(bytes, "serverToClient") ?? 1_048_576,
  };
  return {
    messageBytes,
    fragments: numberOf(limits, "fragments") ?? 256,
    depth: numberOf(limits, "depth") ?? 64,
    unsafeIntegers: textOf(limits, "unsafeIntegers") === "refuse" ? "refuse" : "allow",
    unsentBytes: numberOf(limits, "unsentBytes") ?? 262_144,
    slowSeconds: numberOf(limits, "slowSeconds") ?? 10,
    idleSeconds: numberOf(limits, "idleSeconds") ?? 300,
    maxAgeSeconds: numberOf(limits, "maxAgeSeconds") ?? 0,
    handshakeSeconds: numberOf(limits, "handshakeSeconds") ?? 10,
  };
}

function errorMessageOf(
  context: BuildContext,
  root: Fields,
  ids: MessageIds,
): Policy["errorMessage"] {
  const error = root.object("errorMessage");
  if (error === null) {
    return null;
  }
  const named = textOf(error, "message");
  const node = error.raw("message");
  const target = node === null || named !== null ? undefined : refTarget(context, node.value);
  const known = new Set(ids.values());
  const messageId = named ?? (target === undefined ? undefined : ids.get(target)) ?? null;
  if (messageId === null || !known.has(messageId)) {
    context.find(
      "error-message",
      node ?? error.node,
      "errorMessage names no message that an operation of the document uses",
      `messages: ${[...known].slice(0, 20).join(", ")}`,
    );
    return null;
  }
  return { messageId, payload: plainOf(error.get("payload")?.value ?? null) };
}

/** A `$ref` in an overlay is meant in the document, whose files it does not know. */
function refTarget({ tree }: BuildContext, value: Plain): string | undefined {
  const reference = { ...tree.root, value };
  const target = tree.follow(reference)?.node;
  return target === undefined ? undefined : placeKey(target);
}

function closeCodesOf(context: BuildContext, root: Fields): Policy["closeCodes"] {
  return Object.fromEntries(
    membersOf(root.get("closeCodes")).flatMap(([code, node]) => {
      if (!isBackendCloseCode(code)) {
        return []; // reported with the other keys that have no effect
      }
      const fields = fieldsOf(context.tree, node);
      const retry = retryOf(textOf(fields, "retry"));
      return [[code, { name: textOf(fields, "name") ?? code, retry }]];
    }),
  );
}

function retryOf(word: string | null): RetryClass {
  return word === "never" || word === "afterAuth" || word === "after" ? word : "backoff";
}

function asRecord(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
