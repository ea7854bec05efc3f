import { describe, expect, it } from "vitest";
import { GOAL_CELLS, nameOf } from "./cells.ts";
import type { Measurement } from "./field.ts";
import { NGINX, OURS, WS, WS_AJV } from "./names.ts";
import { selfTimes } from "./profile.ts";
import { chartOf } from "./report/chart.ts";
import { goalsTable, idleKib, lossesText } from "./report/page.ts";
import { withSection } from "./report/section.ts";
import { markdownTable } from "./report/table.ts";
import type { Results } from "./results.ts";
import type { Figures } from "./rounds.ts";

const NOTHING: Figures = new Map();

describe("the benchmark's report", () => {
  it("sets each goal beside the ratio of the same run, a missed one in bold", () => {
    const table = goalsTable(resultsOf({ [OURS]: 1, [WS_AJV]: 4, [WS]: 0.5, [NGINX]: 0.5 }));
    const rowOf = (peer: string): string =>
      table.split("\n").find((row) => row.startsWith(`| ${peer} `)) ?? "";

    expect(rowOf(WS_AJV)).toContain("| **0.25 (0.25–0.25), goal 0.07** |");
    expect(rowOf(WS_AJV)).toContain("| 0.25 (0.25–0.25), goal 0.25 |");
    expect(rowOf(WS)).toContain("| **2 (2–2), goal 0.9** |");
    expect(rowOf(NGINX)).not.toContain("**");
  });

  it("has a dash where the peer was not measured", () => {
    const [, , row = ""] = goalsTable(resultsOf({ [OURS]: 1 })).split("\n");

    expect(row).toBe(`| ${WS_AJV} | – | – | – | – | – |`);
  });

  it("names the peers and cells to which the gateway loses", () => {
    const cells = GOAL_CELLS.map(nameOf);
    const cheapTwice = figuresOf({ [OURS]: 2, [WS]: 3, [NGINX]: 1 }, cells);
    const figures = new Map(cheapTwice);
    figures.set(
      "118B/50/w1",
      new Map([
        [OURS, [taking(2)]],
        [WS, [taking(1)]],
        [NGINX, [taking(1)]],
      ]),
    );

    const text = lossesText({ ...resultsOf({ [OURS]: 2, [WS]: 3, [NGINX]: 1 }), cells: figures });

    expect(text.split("\n").slice(2)).toEqual([
      "- to ws relay: 118B/50/w1",
      "- to nginx: all cells",
    ]);
    expect(lossesText(resultsOf({ [OURS]: 1, [WS]: 3 }))).toContain("less CPU than every other");
  });

  it("counts idle memory from before the first round, garbage of later ones included", () => {
    const idle = new Map([
      ["idle", new Map([[OURS, [holding(1000, 41_000), holding(9000, 61_000)]]])],
    ]);

    expect(idleKib(idle).get(OURS)).toEqual([20, 30]);
  });

  it("replaces what stands between the marks of a page and nothing else", () => {
    const page = "# A\n<!-- begin relays: by the benchmark -->\nold\n<!-- end relays -->\n# B\n";

    expect(withSection(page, "relays", "new")).toBe(
      "# A\n<!-- begin relays: by the benchmark -->\n\nnew\n\n<!-- end relays -->\n# B\n",
    );
    expect(() => withSection("# A\n", "relays", "new")).toThrow('no place for "relays"');
  });

  it("draws a bar for each subject in each cell, as long as its figure", () => {
    const chart = chartOf(resultsOf({ [OURS]: 2, [WS]: 4, "<b> & co": 1 }));
    const widths = [
      ...chart.matchAll(/<rect class="\w+" [^>]*width="([\d.]+)" height="14" rx="3"/g),
    ]
      .map(([, width]) => Number(width))
      .slice(0, 3);

    expect(chart.match(/class="panel"/g)).toHaveLength(5);
    expect(widths).toEqual([107, 214, 53.5]);
    expect(chart).toContain("&lt;b&gt; &amp; co");
    expect(chart).not.toContain("<b>");
  });

  it("aligns figures to the right", () => {
    expect(
      markdownTable([
        ["a", "b"],
        ["x", "1"],
      ]),
    ).toBe("| a | b |\n| --- | --: |\n| x | 1 |");
  });
});

describe("a profile", () => {
  it("gives each function its own time, without the warm-up and idle time", () => {
    const node = (id: number, functionName: string, url = "") => ({
      id,
      callFrame: { functionName, url, lineNumber: 4 },
    });
    const profile = {
      nodes: [node(1, "check", "file:///a/b.js"), node(2, "(idle)"), node(3, "", "file:///a/b.js")],
      samples: [3, 1, 2, 1, 3],
      timeDeltas: [1000, 2000, 4000, 1000, 1000],
    };

    expect(selfTimes(profile, 2)).toEqual([
      { place: "check  b.js:5", share: 0.75 },
      { place: "(anonymous)  b.js:5", share: 0.25 },
    ]);
  });
});

/** One round in which each subject takes so many microseconds for each message. */
function resultsOf(cpu: Readonly<Record<string, number>>): Results {
  return {
    conditions: { processor: "", kernel: "", node: "", versions: [], rounds: 1 },
    subjects: Object.keys(cpu),
    cells: figuresOf(cpu, GOAL_CELLS.map(nameOf)),
    latency: NOTHING,
    handshakes: NOTHING,
    idle: NOTHING,
  };
}

function figuresOf(cpu: Readonly<Record<string, number>>, cells: readonly string[]): Figures {
  const ofCell = new Map(Object.entries(cpu).map(([name, us]) => [name, [taking(us)]]));
  return new Map(cells.map((cell) => [cell, ofCell]));
}

function taking(us: number): Measurement {
  return { ...holding(0, 0), count: 100, cpuUs: us * 200 };
}

function holding(before: number, after: number): Measurement {
  return {
    count: 0,
    seconds: 1,
    differing: 0,
    faults: 0,
    cpuUs: 0,
    ownCpuUs: 0,
    memoryKib: { before, after },
    latencyUs: { mean: 0, p50: 0, p99: 0 },
  };
}
