import { describe, expect, test } from "vitest";
import { compileDocument } from "../../generator/compile.ts";

const DOCUMENTS = ["specs/chat.yaml", "specs/market-data.yaml", "specs/telemetry.yaml"] as const;

const compiled = await Promise.all(
  DOCUMENTS.map(async (path) => {
    const options = {
      allowRemote: false,
      allowOutside: false,
      partial: false,
      perspective: null,
      alone: false,
      until: "gateway",
    } as const;
    return [path, await compileDocument({ kind: "file", path }, options)] as const;
  }),
);

describe.each(compiled)("%s, an example to copy from", (_path, { diagnostics, model, gateway }) => {
  test("has no finding of any severity", () => {
    expect(diagnostics).toEqual([]);
  });

  test("describes every server, channel, operation and message", () => {
    const described = [
      ...(model?.servers ?? []),
      ...(model?.channels ?? []),
      ...(model?.operations ?? []),
      ...(model?.messages ?? []),
    ];

    expect(described.length).toBeGreaterThan(8);
    expect(described.filter(({ description }) => description === null)).toEqual([]);
  });

  test("shows every message by an example of its author's, raw bytes excepted", () => {
    const silent = (model?.messages ?? []).filter(
      ({ examples, payload }) => examples.length === 0 && payload.kind !== "bytes",
    );

    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test("has examples that its own schemas accept", () => {
    const samples = Object.entries(gateway?.api.messages ?? {}).map(([id, message]) => ({
      id,
      samples: message.samples,
    }));
    const own = samples.map(({ id }) => ({
      id,
      samples: model?.messages.find((message) => message.id === id)?.examples ?? [],
    }));

    for (const { id, samples: examples } of own) {
      if (examples.length > 0) expect(samples).toContainEqual({ id, samples: examples });
    }
  });
});
