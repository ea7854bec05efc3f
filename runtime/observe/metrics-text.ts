import type { MetricSnapshot } from "./counters.ts";

/**
 * Prints snapshots in the Prometheus text format. Loads prom-client at the first scrape: a start is
 * faster without.
 */
export async function renderMetrics(
  snapshots: readonly MetricSnapshot[],
): Promise<{ readonly text: string; readonly contentType: string }> {
  const { Gauge, Counter, Registry } = await import("prom-client");
  const registry = new Registry();
  for (const { name, help, kind, samples } of snapshots) {
    const known = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
    // prom-client prints a zero without labels for what has none; a series that never was must not be printed.
    const labelNames = samples.length === 0 ? ["none"] : known;
    const configuration = { name, help, labelNames, registers: [registry] };
    const metric = kind === "gauge" ? new Gauge(configuration) : new Counter(configuration);
    samples.forEach(({ labels, value }) => metric.inc(labels, value));
  }
  return { text: await registry.metrics(), contentType: registry.contentType };
}
