/**
 * What the types of hooks let through is checked by the compiler when this file is type-checked: each wrong line
 * carries the error that it must cause. Running it shows that the right ones also work.
 */
import { expect, it } from "vitest";

import type { Hooks } from "../../runtime/hooks/types.ts";

/** As `gateway.d.ts` of a build declares it. */
interface Api {
  readonly clientMessages: {
    readonly say: { readonly text: string };
    readonly "join.v1": { readonly room?: string };
  };
  readonly serverMessages: {
    readonly said: { readonly text: string; readonly at: number };
  };
  readonly parameters: { readonly room: string };
}

const hooks: Hooks<Api> = {
  async onConnect(context) {
    if (context.headers["x-tenant"] === undefined) context.refuse(context.parameters.room);
    await Promise.resolve();
  },
  onClientMessage: {
    say(message, context) {
      context.transform({ text: message.text.trim() });
      context.answer("said", { text: "hello", at: 1 });
      context.refuse("no", "MESSAGE_INVALID");
    },
    "join.v1": async () => {},
  },
  onServerMessage: {
    said: (message, context) => context.answer("say", { text: `seen ${message.at}` }),
  },
  onClose: (context) => void context.code.toFixed(),
};

const wrong: Hooks<Api> = {
  onClientMessage: {
    // @ts-expect-error TS2353: no such message
    shout() {},
    say(message, context) {
      // @ts-expect-error TS2339: no such field
      void message.txt;
      // @ts-expect-error TS2322: wrong type of a field
      context.transform({ text: 1 });
      // @ts-expect-error TS2345: no such message of the server
      context.answer("say", { text: "hi" });
      // @ts-expect-error TS2345: a field is missing
      context.answer("said", { text: "hi" });
      // @ts-expect-error TS2345: not a code of hooks
      context.refuse("no", "QUOTA_EXCEEDED");
      // @ts-expect-error TS2339: no such parameter
      void context.parameters.rom;
    },
  },
  onServerMessage: {
    // @ts-expect-error TS2353: a message of the client
    say() {},
  },
};

const misspelt: Hooks<Api> = {
  // @ts-expect-error TS2353: no such hook
  onConnected() {},
};

it("hooks may name every message, and nothing else", () => {
  expect(Object.keys(hooks.onClientMessage ?? {})).toEqual(["say", "join.v1"]);
  expect(Object.keys({ ...wrong, ...misspelt })).toHaveLength(3);
});
