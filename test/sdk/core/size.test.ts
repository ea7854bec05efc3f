import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundleSdk } from "../build-sdk.ts";

const size = (text: string): number => gzipSync(text, { level: 9 }).length;

test("what an API does not use is in no bundle of it", async () => {
  const chat = await bundleSdk("specs/chat.yaml", { module: "unchecked", platform: "web" }, true);

  // No credentials, no topics, no framing but one message a frame, nothing sensitive.
  for (const word of ["Bearer", "another topic", '"***"', "unexpected-response"]) {
    expect(chat).not.toContain(word);
  }
  expect(chat).toContain("REPLY_TIMEOUT");
});

test("an API of ten messages is at most 13.4 kB with its checks, gzip, and 10 kB without", async () => {
  const variant = { platform: "web" } as const;
  const checked = await bundleSdk("specs/chat.yaml", { ...variant, module: "index" }, true);
  const unchecked = await bundleSdk("specs/chat.yaml", { ...variant, module: "unchecked" }, true);

  expect(size(checked)).toBeLessThanOrEqual(13_400);
  expect(size(unchecked)).toBeLessThanOrEqual(10_000);
});
