import type { Action, DraftDocument, DraftMessage, DraftOperation } from "../draft.ts";
import { placeKey, textOf, type Fields } from "../fields.ts";
import { groupBy } from "../group-by.ts";
import { roleOf, statedSender, verbOf, type Side } from "./words.ts";

/** One thing in a document that tells from whose side it is written. */
export interface Evidence {
  readonly side: Side;
  /** 4 for what is said outright down to 1 for a hint. */
  readonly weight: number;
  /** One clause, for people: `operation "sendPing" is a receive`. */
  readonly says: string;
}

/** Everything that tells, kind by kind, so that many messages weigh no more than many words. */
export function gatherEvidence(document: DraftDocument, info: Fields | null): readonly Evidence[] {
  const { operations } = document;
  return [
    ...fromVerbs(operations),
    ...fromStatements(document),
    ...fromRoles(operations),
    ...fromReplies(operations),
    ...fromTitle(info),
    ...fromOneWay(operations),
    ...fromHosts(document),
  ];
}

interface Vote {
  readonly side: Side;
  readonly says: string;
}

/** The side that sends where `sender` does `action`: the document is written from that side. */
function writtenFrom(sender: Side, action: Action): Side {
  const other: Side = sender === "client" ? "server" : "client";
  return action === "send" ? sender : other;
}

/** What the votes of one kind come to: each side's share of the weight. */
function weigh(votes: readonly Vote[], weight: number): readonly Evidence[] {
  return (["client", "server"] as const).flatMap((side) => {
    const own = votes.filter((vote) => vote.side === side);
    const [first] = own;
    if (first === undefined) {
      return [];
    }
    const more = own.length > 1 ? ` and ${own.length - 1} more like it` : "";
    return [{ side, weight: (weight * own.length) / votes.length, says: `${first.says}${more}` }];
  });
}

/**
 * Names and sentences speak to the reader, who writes a client: "sendPing" as a `receive`, or "Receive
 * quotes" as a `send`, is a server's action told in a client's words. Where words and actions agree, a
 * sentence is a hint that both are the client's; a name is none, servers' authors name theirs so too.
 */
function fromVerbs(operations: readonly DraftOperation[]): readonly Evidence[] {
  const against: Vote[] = [];
  const along: Vote[] = [];
  for (const { id, fields, action } of operations) {
    const sentence =
      sentencesOf(fields)
        .map(verbOf)
        .find((verb) => verb !== null) ?? null;
    const isNamed = !/\.(publish|subscribe)$/.test(id);
    const verb = sentence ?? (isNamed ? verbOf(id) : null);
    if (verb !== null && verb !== action) {
      against.push({
        side: "server",
        says: `"${id}" tells the reader to ${verb} and is a ${action}`,
      });
    } else if (sentence !== null) {
      along.push({
        side: "client",
        says: `"${id}" tells the reader to ${sentence} and is a ${action}`,
      });
    }
  }
  return against.length >= along.length ? weigh(against, 4) : weigh(along, 1.5);
}

/** "Sent by the client", "server confirms…": said of an operation, of its messages, or of a one-way channel. */
function fromStatements({ operations, channels }: DraftDocument): readonly Evidence[] {
  const votes: Vote[] = [];
  const add = (texts: readonly string[], action: Action, what: string): boolean => {
    const sender = texts.map(statedSender).find((side) => side !== null) ?? null;
    if (sender !== null) {
      const says = `${what} is said to be sent by the ${sender} and belongs to a ${action}`;
      votes.push({ side: writtenFrom(sender, action), says });
    }
    return sender !== null;
  };
  for (const { id, fields, action, messages } of operations) {
    if (!add(sentencesOf(fields), action, `"${id}"`)) {
      const [only] = messages;
      if (messages.length === 1 && only !== undefined) {
        add(sentencesOf(only.fields), action, `message "${only.names[0] ?? ""}"`);
      }
    }
  }
  const byChannel = groupBy(operations, ({ channelId }) => channelId);
  for (const { id, fields } of channels) {
    const own = new Set((byChannel.get(id) ?? []).map(({ action }) => action));
    const [only] = own;
    if (own.size === 1 && only !== undefined) {
      add(sentencesOf(fields), only, `what goes over channel "${id}"`);
    }
  }
  return weigh(votes, 4);
}

/**
 * Who acknowledges, answers and reports errors is the server; who subscribes and asks is the client. A
 * message that is itself answered tells nothing: it is neither an answer nor a mere notification, whatever
 * its name.
 */
function fromRoles(operations: readonly DraftOperation[]): readonly Evidence[] {
  const actions = new Map<string, Set<Action>>();
  const messages = new Map<string, DraftMessage>();
  const answered = new Set<string>();
  for (const { action, reply, messages: own } of operations) {
    for (const message of own) {
      const key = placeKey(message.fields.node);
      actions.set(key, (actions.get(key) ?? new Set()).add(action));
      messages.set(key, message);
      if (reply !== null) {
        answered.add(key);
      }
    }
  }
  const votes = [...messages].flatMap(([key, message]): readonly Vote[] => {
    const [action, other] = actions.get(key) ?? [];
    const name = givenNames(message).find((candidate) => roleOf(candidate) !== null);
    const role = name === undefined ? null : roleOf(name);
    if (action === undefined || other !== undefined || role === null) {
      return [];
    }
    if (role === "server" && answered.has(key)) {
      return [];
    }
    const says = `message "${name ?? ""}", as a ${role} says it, belongs to a ${action}`;
    return [{ side: writtenFrom(role, action), says }];
  });
  return weigh(votes, 3);
}

/** The last name is only the place of the message: AsyncAPI's words, not the author's. */
function givenNames({ names }: DraftMessage): readonly string[] {
  return names.slice(0, -1);
}

/** Mostly it is clients that ask and servers that answer. */
function fromReplies(operations: readonly DraftOperation[]): readonly Evidence[] {
  const votes = operations.flatMap(({ id, action, reply }): readonly Vote[] =>
    reply === null
      ? []
      : [{ side: writtenFrom("client", action), says: `"${id}" is a ${action} that has a reply` }],
  );
  return weigh(votes, 2);
}

/** A title names the application described: "… Client", "… Server". */
function fromTitle(info: Fields | null): readonly Evidence[] {
  const title = textOf(info, "title") ?? "";
  const about = textOf(info, "description")?.slice(0, 400) ?? "";
  if (/\bclient$/i.test(title.trim()) || /\bis an? (\w+ )?client of\b/i.test(about)) {
    return [{ side: "client", weight: 3, says: "info describes a client" }];
  }
  return /\bserver\b/i.test(title)
    ? [{ side: "server", weight: 2, says: "the title names a server" }]
    : [];
}

/** A socket on which the server only ever listens is rare; one on which it only ever speaks is not. */
function fromOneWay(operations: readonly DraftOperation[]): readonly Evidence[] {
  const spoken = operations.filter(({ messages }) => messages.length > 0);
  const [first] = spoken;
  if (first === undefined || spoken.some(({ action }) => action !== first.action)) {
    return [];
  }
  const side = first.action === "receive" ? "client" : "server";
  return [{ side, weight: 1, says: `every operation is a ${first.action}` }];
}

/** `0.0.0.0` is where a server listens, never where a client connects to. */
function fromHosts({ servers }: DraftDocument): readonly Evidence[] {
  const own = servers.find(({ url }) => /(^|\/)(0\.0\.0\.0|\[::\])(:|\/|$)/.test(url));
  return own === undefined
    ? []
    : [{ side: "server", weight: 1, says: `server "${own.id}" is the address it listens on` }];
}

function sentencesOf(fields: Fields): readonly string[] {
  return ["summary", "title", "description"].flatMap((name) => textOf(fields, name) ?? []);
}
