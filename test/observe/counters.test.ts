import { expect, test } from "vitest";
import { createCounter, lastingCounts, sumSnapshots } from "../../runtime/observe/counters.ts";
import { renderMetrics } from "../../runtime/observe/metrics-text.ts";

const declared = { name: "framegate_things_total", help: "Things", labels: ["kind", "place"] };

test("amounts are added up by labels", () => {
  const counter = createCounter(declared);

  counter.add(["a", "x"]);
  counter.add(["a", "x"], 2);
  counter.add(["a", null]);

  expect(counter.snapshot().samples).toEqual([
    { labels: { kind: "a", place: "x" }, value: 3 },
    { labels: { kind: "a", place: "" }, value: 1 },
  ]);
});

test("beyond 2,000 series all further ones are counted as other", () => {
  const counter = createCounter(declared);

  for (let i = 0; i < 3000; i++) {
    counter.add([String(i), "x"]);
  }

  const { samples } = counter.snapshot();
  expect(samples.length).toBe(2001);
  expect(samples.at(-1)).toEqual({ labels: { kind: "other", place: "other" }, value: 1000 });
});

test("figures of several processes are summed by name and labels", () => {
  const processes = [1, 2].map((amount) => {
    const counter = createCounter(declared);
    counter.add(["a", "x"], amount);
    counter.add([`only-${amount}`, "x"]);
    return [counter.snapshot()];
  });

  const [sum] = sumSnapshots(processes);

  expect(sum?.samples.map(({ labels, value }) => [labels.kind, value])).toEqual([
    ["a", 3],
    ["only-1", 1],
    ["only-2", 1],
  ]);
});

test("label values are escaped in the text", () => {
  const counter = createCounter(declared);
  counter.add(['a"b\\c\nd', "x"]);

  const { text } = renderMetrics([counter.snapshot()]);

  expect(text).toContain('framegate_things_total{kind="a\\"b\\\\c\\nd",place="x"} 1');
});

test("what never was has no series, and what has no labels is zero from the start", () => {
  const labelled = createCounter(declared);
  const plain = createCounter({ name: "framegate_defects_total", help: "Defects", labels: [] });

  const { text } = renderMetrics([labelled.snapshot(), plain.snapshot()]);

  const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(series).toEqual(["framegate_defects_total 0"]);
  expect(text).toContain("# TYPE framegate_things_total counter");
});

test("of a process that is gone its counters stay, but no gauge and nothing of that process alone", () => {
  const sample = { labels: {}, value: 1 };
  const own = { labels: { worker: "1" }, value: 2 };
  const metric = { name: "n", help: "h" };

  const lasting = lastingCounts([
    { ...metric, kind: "counter", samples: [sample, own] },
    { ...metric, kind: "gauge", samples: [sample] },
  ]);

  expect(lasting).toEqual([{ ...metric, kind: "counter", samples: [sample] }]);
});

test("help is escaped and metrics are told apart by an empty line", () => {
  const sample = { labels: {}, value: 1.5 };
  const { text, contentType } = renderMetrics([
    { name: "a", help: "one\\two\nthree", kind: "gauge", samples: [sample] },
    { name: "b", help: "none", kind: "counter", samples: [] },
  ]);

  expect(text).toBe(
    "# HELP a one\\\\two\\nthree\n# TYPE a gauge\na 1.5\n\n# HELP b none\n# TYPE b counter\n",
  );
  expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
});
