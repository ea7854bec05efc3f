import { expect, test } from "vitest";
import { createGatewayObserver } from "../../runtime/observe/gateway-observer.ts";
import type { RefusalEvent } from "../../runtime/observe/observer.ts";

const ignore = (): void => undefined;

const REFUSED: RefusalEvent = {
  code: "PATH_UNKNOWN",
  connection: null,
  flow: null,
  channelId: null,
  operationId: null,
  messageId: null,
  pointer: null,
  detail: "no channel matches",
  action: "handshakeRefused",
};

function observed(refused: (event: RefusalEvent) => unknown) {
  const errors: object[] = [];
  const error = (facts: object): void => void errors.push(facts);
  const observer = createGatewayObserver(
    { error, warn: ignore, info: ignore, debug: ignore },
    { refused },
  );
  const count = (name: string): number =>
    observer.snapshot().find((metric) => metric.name === name)?.samples[0]?.value ?? 0;
  return { observer, errors, count };
}

test("a listener that throws is counted each time, logged once without its words, and harms nobody", () => {
  const { observer, errors, count } = observed(() => {
    throw new TypeError("canary");
  });

  observer.refused(REFUSED);
  observer.refused(REFUSED);

  expect(count("framegate_refusals_total")).toBe(2);
  expect(count("framegate_listener_errors_total")).toBe(2);
  expect(errors).toHaveLength(1);
  expect(JSON.stringify(errors)).toContain("TypeError");
  expect(JSON.stringify(errors)).not.toContain("canary");
});

test("a promise of a listener that is rejected is counted like an error that it throws", async () => {
  const { observer, errors, count } = observed(() => Promise.reject(new Error("canary")));

  observer.refused(REFUSED);

  await expect.poll(() => count("framegate_listener_errors_total")).toBe(1);
  expect(errors).toHaveLength(1);
});
