/** One figure of a series, ready to be sent to another process or printed. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All series of one metric. */
export interface MetricSnapshot {
  readonly name: string;
  readonly help: string;
  readonly kind: "counter" | "gauge";
  readonly samples: readonly Sample[];
}

/** Series that one metric may have; further label values are counted together under `other`. */
const MAX_SERIES = 2000;

const OTHER = "other";

/** A family of figures told apart by labels; costs one Map look-up to add to. */
export interface Counter {
  /** `values` are those of the counter's labels, in their order; null is the empty label. */
  add(values: readonly (string | null)[], amount?: number): void;
  /** One series, to be added to without a look-up; valid as long as the counter. */
  series(values: readonly (string | null)[]): { value: number };
  snapshot(): MetricSnapshot;
}

/** Makes a counter, or with `kind: "gauge"` a figure that may fall, too. */
export function createCounter(declared: {
  readonly name: string;
  readonly help: string;
  readonly kind?: "counter" | "gauge";
  readonly labels: readonly string[];
}): Counter {
  const series = new Map<string, { labels: readonly string[]; value: number }>();
  const seriesOf = (values: readonly string[]) => {
    const key = values.join("\u0000");
    const known = series.get(key);
    if (known !== undefined) {
      return known;
    }
    const labels = series.size < MAX_SERIES ? values : values.map(() => OTHER);
    const created = series.get(labels.join("\u0000")) ?? { labels, value: 0 };
    series.set(labels.join("\u0000"), created);
    return created;
  };
  // One without labels is a series from the start; of the others it is not known yet which there will be.
  if (declared.labels.length === 0) seriesOf([]);
  return {
    add(values, amount = 1) {
      seriesOf(values.map((value) => value ?? "")).value += amount;
    },
    series: (values) => seriesOf(values.map((value) => value ?? "")),
    snapshot: () => ({
      name: declared.name,
      help: declared.help,
      kind: declared.kind ?? "counter",
      samples: [...series.values()].map(({ labels, value }) => ({
        labels: Object.fromEntries(declared.labels.map((name, i) => [name, labels[i] ?? ""])),
        value,
      })),
    }),
  };
}

/** Adds up the same series of several processes. */
export function sumSnapshots(
  processes: readonly (readonly MetricSnapshot[])[],
): readonly MetricSnapshot[] {
  const metrics = new Map<string, MetricSnapshot>();
  for (const snapshot of processes.flat()) {
    const known = metrics.get(snapshot.name);
    const samples = known === undefined ? [] : known.samples;
    metrics.set(snapshot.name, { ...snapshot, samples: addSamples(samples, snapshot.samples) });
  }
  return [...metrics.values()];
}

/** What still counts of a process that is gone: its counters, but not what is about that process alone. */
export function lastingCounts(snapshots: readonly MetricSnapshot[]): readonly MetricSnapshot[] {
  return snapshots
    .filter(({ kind }) => kind === "counter")
    .map((snapshot) => ({
      ...snapshot,
      samples: snapshot.samples.filter(({ labels }) => !Object.hasOwn(labels, "worker")),
    }));
}

function addSamples(first: readonly Sample[], second: readonly Sample[]): readonly Sample[] {
  const sums = new Map<string, Sample>();
  for (const sample of [...first, ...second]) {
    const key = JSON.stringify(sample.labels);
    const known = sums.get(key);
    sums.set(key, { labels: sample.labels, value: (known?.value ?? 0) + sample.value });
  }
  return [...sums.values()];
}
