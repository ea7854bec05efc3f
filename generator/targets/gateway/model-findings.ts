import type { Fault, Flow, Group } from "../../../runtime/contract/v1.ts";
import { checkFindings } from "../../checks/diagnose.ts";
import { formatKind } from "../../checks/formats.ts";
import { prepareSchemas } from "../../checks/prepare.ts";
import type { Diagnostic } from "../../diagnostics.ts";
import type { ApiModel, JsonSchema } from "../../model/api.ts";
import { accepts } from "../../samples/accepts.ts";
import { PatternTests } from "../../samples/pattern-tests.ts";
import { planFlow } from "../api/groups.ts";
import { indexModel } from "../api/model-index.ts";
import { modelPatternFindings, type PatternPlaces } from "./pattern-findings.ts";
import { pairsWithoutTag } from "./tags.ts";

/** Values that are tried as frames of one document; what is not tried is not reported. */
const MAX_TRIED = 500;
/** Pairs of messages that are looked at closely, of one document. */
const MAX_PAIRS = 128;
const FLOWS: readonly Flow[] = ["clientToServer", "serverToClient"];

/**
 * Patterns that take long, schemas that no check can be made of, and messages that a frame, which is shown, is
 * at once: for `lint`, which compiles no gateway. Compiling one finds the same and more. Frames are judged by
 * interpreting schemas, which needs no validators.
 */
export function modelFindings(model: ApiModel, placeOf: PatternPlaces): readonly Diagnostic[] {
  return [...modelPatternFindings(model, placeOf), ...schemaFindings(model)];
}

function schemaFindings(model: ApiModel): readonly Diagnostic[] {
  const schemaNames = new Map(model.messages.map(({ id, payload }) => [id, payload.schema]));
  const { schemas } = model;
  const schemaOf = (id: string): JsonSchema => schemas[schemaNames.get(id) ?? ""] ?? true;
  const groups = groupsOf(model);
  let pairsLeft = MAX_PAIRS;
  const choices = groups.map((group) => {
    const messageIds = [...new Set(group.entries.map(({ messageId }) => messageId))];
    const together = pairsWithoutTag(messageIds, schemaOf, schemas, pairsLeft);
    pairsLeft -= together.length;
    return { together };
  });
  const { failures } = prepareSchemas(schemas);
  if (failures.length === 0 && choices.every(({ together }) => together.length === 0)) {
    return [];
  }
  const messages = model.messages.map(({ id, payload }) => ({ id, schema: payload.schema }));
  const origins = new Map(model.messages.map(({ id, origin }) => [id, origin] as const));
  const judging = { fitsFormat: isUnchecked, patterns: new PatternTests() };
  let left = MAX_TRIED;
  return checkFindings(
    { schemas, messages: messages.map((message) => ({ ...message, flows: [] })), groups },
    {
      choices: choices.map((choice, index) => ({
        ...choice,
        ...UNDECIDED,
        groupId: String(index),
      })),
      failures,
      check: (id, _flow, value) => {
        left -= 1;
        return left >= 0 && accepts(schemaOf(id), value, schemas, judging) ? null : MISFIT;
      },
    },
    (id) => origins.get(id) ?? model.origin,
  );
}

function groupsOf(model: ApiModel): readonly Group[] {
  const index = indexModel(model);
  return model.routes.flatMap((route) =>
    FLOWS.flatMap((flow) => planFlow(index, route, flow).groups),
  );
}

/** A text that was made up is hardly of a format that a gateway checks. */
function isUnchecked(_text: string, format: string): boolean {
  return formatKind(format) === null;
}

const UNDECIDED = { messageIds: [], choice: { kind: "leaf", indices: [] } } as const;
const MISFIT: Fault = { pointer: "", found: "a value", expected: "another", keyword: "" };
