import type { Report } from "../diagnostics.ts";
import { patchTree } from "../source/patch.ts";
import { isPlainObject } from "../source/plain.ts";
import type { SourceTree } from "../source/tree.ts";
import { REPAIR_FINDINGS } from "./findings.ts";
import type { Rule } from "./rule.ts";
import { channelMessagesList } from "./rules/channel-messages-list.ts";
import { channelOperations } from "./rules/channel-operations.ts";
import { channelSecurity } from "./rules/channel-security.ts";
import { channelServers } from "./rules/channel-servers.ts";
import { infoIncomplete } from "./rules/info-incomplete.ts";
import { oauthScopes } from "./rules/oauth-scopes.ts";
import { operationChannel } from "./rules/operation-channel.ts";
import { operationMessagesElsewhere } from "./rules/operation-messages-elsewhere.ts";
import { operationMessagesForm } from "./rules/operation-messages-form.ts";
import { protocolSlip } from "./rules/protocol-slip.ts";
import { referenceSiblings } from "./rules/reference-siblings.ts";
import { securityRequirement } from "./rules/security-requirement.ts";
import { securitySchemeType } from "./rules/security-scheme-type.ts";
import { serverAddress } from "./rules/server-address.ts";
import { serversShape } from "./rules/servers-shape.ts";
import { textUnquoted } from "./rules/text-unquoted.ts";
import { versionSlip } from "./rules/version-slip.ts";

/** In this order: what later rules look at is put right first. */
const RULES: readonly Rule[] = [
  infoIncomplete,
  referenceSiblings,
  serversShape,
  textUnquoted,
  serverAddress,
  protocolSlip,
  channelServers,
  channelMessagesList,
  channelOperations,
  operationChannel,
  operationMessagesForm,
  operationMessagesElsewhere,
  channelSecurity,
  securityRequirement,
  securitySchemeType,
  oauthScopes,
];

/**
 * The document with the slips put right whose meaning is plain; each is reported as a warning that says
 * how to write it. The tree that was given stays as it is. A document without a known version is only
 * looked at for the slips of that.
 */
export function repairDocument(tree: SourceTree, report: Report): SourceTree {
  const dated = applyRule(versionSlip, tree, 3, report);
  const major = majorOf(dated);
  if (major === null) return dated;
  return RULES.reduce((repaired, rule) => applyRule(rule, repaired, major, report), dated);
}

function majorOf({ root }: SourceTree): 2 | 3 | null {
  const version = isPlainObject(root.value) ? root.value["asyncapi"] : undefined;
  if (typeof version !== "string") return null;
  if (version.startsWith("2.")) return 2;
  return version.startsWith("3.") ? 3 : null;
}

function applyRule(rule: Rule, tree: SourceTree, major: 2 | 3, report: Report): SourceTree {
  const { severity } = REPAIR_FINDINGS[rule.id];
  const repairs = [...rule.detect({ tree, major })];
  for (const { place, message, hint } of repairs) {
    report({ rule: rule.id, severity, message, hint, place });
  }
  return patchTree(
    tree,
    repairs.flatMap(({ patches }) => patches),
  );
}
