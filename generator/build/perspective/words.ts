/** Who says something, as far as words tell. */
export type Side = "client" | "server";

/** A name in words, lower-cased: `accountSubscribe_request` is account, subscribe, request. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

const FILLERS = new Set(["message", "msg", "payload", "data", "frame", "body", "schema", "dto"]);

const SAID_BY_SERVERS = new Set([
  "ack",
  "acknowledge",
  "acknowledgement",
  "acknowledgment",
  "err",
  "error",
  "event",
  "failure",
  "hello",
  "notification",
  "push",
  "reply",
  "response",
  "result",
  "snapshot",
  "welcome",
]);

const SAID_BY_CLIENTS = new Set([
  "auth",
  "authenticate",
  "command",
  "query",
  "request",
  "subscribe",
  "unsubscribe",
]);

/** Words that end in "ed" and are no participle. */
const NO_PARTICIPLE = new Set(["feed", "need", "seed", "speed", "embed", "red", "shed"]);

/**
 * Which side usually says a message of this name; null: it does not tell. Servers acknowledge, answer, report
 * errors and what happened (`roomCreated`); clients ask, subscribe and sign in.
 */
export function roleOf(name: string): Side | null {
  const words = wordsOf(name).filter((word) => !FILLERS.has(word));
  const last = singular(words.at(-1));
  const first = words[0];
  if (last === undefined || first === undefined) {
    return null;
  }
  if (SAID_BY_SERVERS.has(last) || isParticiple(last)) {
    return "server";
  }
  if (SAID_BY_CLIENTS.has(last) || first === "subscribe" || first === "unsubscribe") {
    return "client";
  }
  return null;
}

/** "results" as "result": authors name what comes again and again in the plural. */
function singular(word: string | undefined): string | undefined {
  return word?.replace(/(?<=[^s]{3})s$/, "").replace(/ie$/, "y");
}

function isParticiple(word: string): boolean {
  return word.length > 4 && word.endsWith("ed") && !NO_PARTICIPLE.has(word);
}

/** What a name or sentence tells its reader to do. */
export type Verb = "send" | "receive";

const SENDING = new Set(["send", "sends", "sending", "publish", "emit", "submit"]);
const RECEIVING = new Set(["receive", "receives", "receiving", "recv", "listen", "consume"]);

/** The verb that an operation's name or sentence begins with; `on…` names what is heard. */
export function verbOf(text: string): Verb | null {
  const [first, second] = wordsOf(text);
  if (first === undefined) {
    return null;
  }
  if (SENDING.has(first)) {
    return "send";
  }
  return RECEIVING.has(first) || (first === "on" && second !== undefined) ? "receive" : null;
}

const CLIENT = "(?:the )?(?:web ?socket )?clients?";
const SERVER = "(?:the )?(?:\\w+ ){0,3}?servers?";

/** Phrases that name the sender outright. */
const SAYS_CLIENT_SENDS = [
  new RegExp(`\\b(?:sent|sends?|published|emitted) (?:by|from) ${CLIENT}\\b`, "i"),
  new RegExp(`\\bfrom ${CLIENT} to\\b`, "i"),
  new RegExp(
    `\\bclients? (?:can )?(?:sends?|publish(?:es)?|emits?|requests?|asks?|submits?)\\b`,
    "i",
  ),
  new RegExp(`\\b(?:send|sends|sent)\\b[^.]{0,60}\\bto ${SERVER}\\b`, "i"),
  new RegExp(`\\bservers? (?:receives?|accepts?)\\b`, "i"),
  /\bclient[- ]?(?:to|→|->)[- ]?server\b/i,
];
const SAYS_SERVER_SENDS = [
  new RegExp(`\\b(?:sent|sends?|pushed|published|emitted) (?:by|from) ${SERVER}\\b`, "i"),
  new RegExp(`\\bfrom ${SERVER} to\\b`, "i"),
  new RegExp(
    `\\bservers? (?:can )?(?:sends?|pushes|publishes|emits?|confirms?|notif(?:y|ies)|replies|responds)\\b`,
    "i",
  ),
  new RegExp(`\\b(?:send|sends|sent|pushed)\\b[^.]{0,60}\\bto ${CLIENT}\\b`, "i"),
  new RegExp(`\\b(?:receive|received)\\b[^.]{0,60}\\bfrom ${SERVER}\\b`, "i"),
  new RegExp(`\\bclients? (?:can |to |will )?receives?\\b`, "i"),
  /\bserver[- ]?(?:to|→|->)[- ]?client\b/i,
  // Whatever the vendor calls its server: clients send, and do not push or broadcast.
  /\b(?:pushed|broadcast(?:ed)?) (?:by|to|when|whenever|every|each|as soon as)\b/i,
];

/** The side that a text says is sending; null where it names none or both. At most 400 characters are read. */
export function statedSender(text: string): Side | null {
  const start = text.slice(0, 400);
  const client = SAYS_CLIENT_SENDS.some((phrase) => phrase.test(start));
  const server = SAYS_SERVER_SENDS.some((phrase) => phrase.test(start));
  if (client === server) {
    return null;
  }
  return client ? "client" : "server";
}
