import * as z from "zod";

const requestId = z.string().min(1).max(36);
const text = z.string().min(1).max(2000);
const messageId = z.int().min(1);
const moment = z.iso.datetime({ offset: true });
const personName = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[a-z][a-z0-9-]*$/);
const chatMessage = z.strictObject({
  messageId,
  from: personName,
  text,
  at: moment,
  replyTo: messageId.optional(),
});
const type = (name) => z.literal(name);

const SCHEMAS = {
  say: z.strictObject({
    type: type("say"),
    id: requestId,
    text,
    replyTo: messageId.optional(),
  }),
  delivered: z.strictObject({ type: type("delivered"), id: requestId, messageId, at: moment }),
  said: z.strictObject({ type: type("said"), message: chatMessage }),
  readHistory: z.strictObject({
    type: type("readHistory"),
    id: requestId,
    before: messageId.optional(),
    limit: z.int().min(1).max(100).optional(),
  }),
  history: z.strictObject({
    type: type("history"),
    id: requestId,
    messages: z.array(chatMessage).max(100),
    more: z.boolean(),
  }),
  typing: z.strictObject({ type: type("typing") }),
  presence: z.strictObject({
    type: type("presence"),
    who: personName,
    state: z.enum(["here", "typing", "away", "gone"]),
  }),
  areYouThere: z.strictObject({ type: type("areYouThere"), id: requestId }),
  here: z.strictObject({ type: type("here"), id: requestId }),
  error: z.strictObject({
    type: type("error"),
    code: z.string(),
    text: z.string(),
    at: z.string().nullable().optional(),
  }),
};

export const fits = (name, value) => SCHEMAS[name].safeParse(value).success;
