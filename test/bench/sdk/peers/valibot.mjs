import * as v from "valibot";

const requestId = v.pipe(v.string(), v.minLength(1), v.maxLength(36));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
const messageId = v.pipe(v.number(), v.integer(), v.minValue(1));
const moment = v.pipe(v.string(), v.isoTimestamp());
const personName = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(32),
  v.regex(/^[a-z][a-z0-9-]*$/),
);
const chatMessage = v.strictObject({
  messageId,
  from: personName,
  text,
  at: moment,
  replyTo: v.optional(messageId),
});
const type = (name) => v.literal(name);

const SCHEMAS = {
  say: v.strictObject({
    type: type("say"),
    id: requestId,
    text,
    replyTo: v.optional(messageId),
  }),
  delivered: v.strictObject({ type: type("delivered"), id: requestId, messageId, at: moment }),
  said: v.strictObject({ type: type("said"), message: chatMessage }),
  readHistory: v.strictObject({
    type: type("readHistory"),
    id: requestId,
    before: v.optional(messageId),
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  }),
  history: v.strictObject({
    type: type("history"),
    id: requestId,
    messages: v.pipe(v.array(chatMessage), v.maxLength(100)),
    more: v.boolean(),
  }),
  typing: v.strictObject({ type: type("typing") }),
  presence: v.strictObject({
    type: type("presence"),
    who: personName,
    state: v.picklist(["here", "typing", "away", "gone"]),
  }),
  areYouThere: v.strictObject({ type: type("areYouThere"), id: requestId }),
  here: v.strictObject({ type: type("here"), id: requestId }),
  error: v.strictObject({
    type: type("error"),
    code: v.string(),
    text: v.string(),
    at: v.optional(v.nullable(v.string())),
  }),
};

export const fits = (name, value) => v.safeParse(SCHEMAS[name], value).success;
