import { describe, expect, it } from "vitest";
import type { MessageHook } from "../../runtime/hooks/message-hook.ts";
import { runMessageHook } from "../../runtime/hooks/message-hook.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";

type Context = Parameters<MessageHook>[1];

/** Runs a hook as JavaScript does, where types bind nobody. */
function run(hook: (context: Context) => unknown) {
  const untyped: MessageHook = (_message, context) => {
    const returned: unknown = hook(context);
    return returned as void;
  };
  const connection = {
    connectionId: "c1",
    api: "Chat",
    routeId: "room",
    parameters: {},
  };
  const call = {
    flow: "clientToServer",
    messageId: "say",
    operationId: "speak",
    payload: {},
    connection,
  } as const;
  return runMessageHook(untyped, call, createFakeClock());
}

function refuseWith(context: Context, words: readonly unknown[]): void {
  const refuse = (...given: unknown[]): unknown =>
    Reflect.apply(Reflect.get(context, "refuse"), context, given);
  refuse(...words);
}

describe("a hook that its types do not bind", () => {
  it.each([[null], [0], ["then"], [{ then: 5 }], [[]]])("may return %j to no effect", (value) => {
    expect(run(() => value)).toEqual({ kind: "forward" });
  });

  it.each(["__proto__", "INTERNAL", "", 5, null])("cannot refuse with the code %j", (code) => {
    expect(() => run((context) => refuseWith(context, ["no", code]))).toThrow(
      "onClientMessage.say threw TypeError",
    );
  });

  it("cannot refuse with a reason that is no text", () => {
    expect(() => run((context) => refuseWith(context, [{}]))).toThrow(
      "onClientMessage.say threw TypeError",
    );
  });
});
