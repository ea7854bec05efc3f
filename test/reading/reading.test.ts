import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { frameOf, readCases, type CaseFrame } from "./reading-case.ts";
import { openSession, type ReadingSession } from "./reading-session.ts";

/** Every item of "how a document is read" has a document here, an accepted frame and a refused one. */
describe.each(readCases(join(import.meta.dirname, "cases")))("$name: $says", (readingCase) => {
  let session: ReadingSession;
  beforeAll(async () => {
    session = await openSession(readingCase);
  });
  afterAll(() => session.stop());

  it.each(readingCase.accepted.map((frame) => [label(frame), frame] as const))(
    "lets %s pass",
    async (_, frame) => {
      expect(await session.send(frame)).toEqual({ kind: "arrived" });

      if (readingCase.backendPath !== null) {
        expect(session.paths).toContain(readingCase.backendPath);
      }
    },
  );

  it.each(readingCase.refused.map((frame) => [label(frame), frame] as const))(
    "refuses %s",
    async (_, frame) => {
      const outcome = await session.send(frame);

      expect(outcome).toMatchObject({
        kind: "refused",
        event: {
          ...(frame.code === undefined ? {} : { code: frame.code }),
          ...(frame.at === undefined ? {} : { pointer: frame.at }),
        },
      });
    },
  );

  it.each(readingCase.handshakes)("answers $target with $status", async (handshake) => {
    const headers = handshake.headers ?? readingCase.headers;

    expect(await session.connect(handshake.target, headers)).toBe(handshake.status);
  });
});

function label(frame: CaseFrame): string {
  const { bytes, binary } = frameOf(frame);
  return `${frame.from} ${binary ? bytes.toString("hex") : bytes.toString()}`.slice(0, 80);
}
