import type { SourceNode } from "../../source/tree.ts";
import type { BuildContext } from "../context.ts";
import type { DraftChannel, DraftDocument, DraftMessage } from "../draft.ts";
import { membersOf, placeKey, textOf, type Fields } from "../fields.ts";
import type { MessageIds } from "../message-names.ts";
import type { ReadExtension } from "./extensions.ts";

/** What says of every key of the extension whether it does anything. */
interface EffectStep {
  readonly context: BuildContext;
  readonly extensions: ReadExtension;
  readonly root: Fields;
  readonly document: DraftDocument;
  readonly mentions: readonly DraftMessage[];
  readonly ids: MessageIds;
}

/** Tells of every key that is read and has no effect: now, or where it stands. */
export function reportEffects(step: EffectStep): void {
  const { context, extensions, root, document } = step;
  reportNotEnforced(context, root, ["verify", "plans"]);
  reportCloseCodes(context, root);
  for (const { id, fields } of document.servers) {
    const server = extensions("server", id, fields);
    reportNotEnforced(context, server, ["auth"]);
    const ca = server.object("tls")?.object("ca") ?? null;
    if (ca !== null) {
      reportNotEnforced(context, ca, ["env"], "tls.ca.");
    }
  }
  for (const { id, fields } of document.operations) {
    reportNotEnforced(context, extensions("operation", id, fields), ["quota", "scopes"]);
  }
  for (const channel of document.channels) {
    reportChannel(step, channel, extensions("channel", channel.id, channel.fields));
  }
  reportMessages(step);
}

function reportNotEnforced(
  context: BuildContext,
  extension: Fields,
  keys: readonly string[],
  prefix = "",
): void {
  for (const key of keys) {
    const node = extension.get(key);
    if (node !== null) {
      context.find(
        "not-enforced",
        node,
        `x-framegate.${prefix}${key} is read and checked, not enforced by this version`,
      );
    }
  }
}

interface Inert {
  readonly key: string;
  readonly why: string;
  readonly hint: string;
}

function withoutEffect(context: BuildContext, extension: Fields, { key, why, hint }: Inert): void {
  const node = extension.get(key);
  if (node !== null) {
    context.find(
      "extension-without-effect",
      node,
      `x-framegate.${key} has no effect: ${why}`,
      hint,
    );
  }
}

/**
 * Codes that a backend can send: those that RFC 6455 section 7.4 and its registry let an endpoint send, and
 * the free ones, without 4000 to 4005, which are the gateway's own.
 */
export function isBackendCloseCode(code: string): boolean {
  const number = /^[1-9][0-9]{3}$/.test(code) ? Number(code) : 0;
  const isRegistered = number >= 1000 && number <= 1014 && ![1004, 1005, 1006].includes(number);
  return isRegistered || (number >= 3000 && number <= 4999 && !(number >= 4000 && number <= 4005));
}

function reportCloseCodes(context: BuildContext, root: Fields): void {
  for (const [code, node] of membersOf(root.get("closeCodes"))) {
    if (!isBackendCloseCode(code)) {
      reportCode(context, code, node);
    }
  }
}

function reportCode(context: BuildContext, code: string, node: SourceNode): void {
  const why = /^400[0-5]$/.test(code)
    ? "the gateway itself closes with it"
    : "no backend can close with it";
  context.find(
    "extension-without-effect",
    node,
    `x-framegate.closeCodes has no effect for "${code.slice(0, 40)}": ${why}`,
    "codes of one's own are 4006 to 4999 and 3000 to 3999",
  );
}

function reportChannel(step: EffectStep, channel: DraftChannel, extension: Fields): void {
  const { context, document } = step;
  const framing = textOf(extension, "framing");
  const implied = extension.get("itemsAt") === null ? "envelope" : "items";
  const inForce = framing ?? implied;
  for (const [key, kind] of [
    ["itemsAt", "items"],
    ["payloadAt", "envelope"],
  ] as const) {
    if (inForce !== kind) {
      const hint = `leave one out, or write framing: ${kind}`;
      withoutEffect(context, extension, { key, why: `the framing is "${inForce}"`, hint });
    }
  }
  if (!mayBeTopic(extension, channel, document.channels)) {
    const why = `the address of channel "${channel.id}" is that of a socket, no topic`;
    const hint = "name the channel whose socket carries it in route";
    withoutEffect(context, extension, { key: "topicAt", why, hint });
  }
  const used = step.mentions.filter(({ channelId }) => channelId === channel.id);
  if (!used.some(({ fields }) => hasHeaders(fields))) {
    const why = "no message of the channel describes headers or a correlation id";
    withoutEffect(context, extension, { key: "headersAt", why, hint: "leave it out" });
  }
}

/**
 * Whether frames can name a channel: it is carried by another's socket, or has no address, so that it shares
 * its server's path with others and is called by its id.
 */
export function mayBeTopic(
  extension: Fields,
  { id, address }: DraftChannel,
  channels: readonly Pick<DraftChannel, "id">[],
): boolean {
  const route = textOf(extension, "route");
  const isId = channels.some((other) => other.id === route);
  return address === null || (route !== null && route !== id && (isId || !route.startsWith("/")));
}

function reportMessages({ context, extensions, mentions, ids }: EffectStep): void {
  const done = new Set<string>();
  for (const { fields } of mentions) {
    const key = placeKey(fields.node);
    const id = ids.get(key);
    if (id !== undefined && !done.has(key) && !hasHeaders(fields)) {
      const why = "the message describes neither headers nor a correlation id";
      withoutEffect(context, extensions("message", id, fields), {
        key: "headersAt",
        why,
        hint: "leave it out",
      });
    }
    done.add(key);
  }
}

function hasHeaders(fields: Fields): boolean {
  return fields.get("headers") !== null || fields.get("correlationId") !== null;
}
