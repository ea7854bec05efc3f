import { expect, it } from "vitest";

import { type ConnectFacts, runConnectHook } from "../../runtime/hooks/connect-hook.ts";
import type { Hooks } from "../../runtime/hooks/types.ts";
import { Refusal } from "../../runtime/refusals.ts";
import { createFakeClock } from "../helpers/fake-clock.ts";

const FACTS: ConnectFacts = {
  connectionId: "c1",
  api: "Chat",
  routeId: "chat",
  parameters: {},
  headers: { "x-tenant": "blue" },
  remoteAddress: "127.0.0.1",
};

async function outcome(hooks: Hooks | null): Promise<string> {
  try {
    await runConnectHook(hooks, FACTS);
    return "passes";
  } catch (error) {
    return error instanceof Refusal ? `${error.code}: ${error.message}` : String(error);
  }
}

const table: readonly { given: string; hooks: Hooks | null; want: string }[] = [
  { given: "no hooks", hooks: null, want: "passes" },
  { given: "no onConnect", hooks: {}, want: "passes" },
  { given: "one that does nothing", hooks: { onConnect: () => {} }, want: "passes" },
  {
    given: "one that refuses",
    hooks: { onConnect: (context) => context.refuse(`tenant ${context.headers["x-tenant"]}`) },
    want: "FORBIDDEN: not allowed: tenant blue",
  },
  {
    given: "one that refuses later",
    hooks: {
      async onConnect(context) {
        await Promise.resolve();
        context.refuse("first");
        context.refuse("second");
      },
    },
    want: "FORBIDDEN: not allowed: first",
  },
  {
    given: "one that throws",
    hooks: {
      onConnect() {
        throw new TypeError("s3cret");
      },
    },
    want: "INTERNAL: internal error",
  },
  {
    given: "one that rejects",
    hooks: { onConnect: () => Promise.reject(new Error("s3cret")) },
    want: "INTERNAL: internal error",
  },
];

it.each(table)("$given: $want", async ({ hooks, want }) => {
  expect(await outcome(hooks)).toBe(want);
});

it("one that never ends is given up after 5 s", async () => {
  const clock = createFakeClock();
  const hooks: Hooks = { onConnect: () => new Promise(() => {}) };

  const running = runConnectHook(hooks, FACTS, clock);
  clock.advance(5_000);

  await expect(running).rejects.toMatchObject({
    code: "INTERNAL",
    cause: { message: "onConnect did not end within 5000 ms" },
  });
});

it("one that ended leaves no timer behind", async () => {
  const clock = createFakeClock();

  await runConnectHook({ onConnect: () => Promise.resolve() }, FACTS, clock);

  expect(clock.pending).toBe(0);
});
