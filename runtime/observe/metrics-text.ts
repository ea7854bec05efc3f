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
    const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
    const configuration = { name, help, labelNames, registers: [registry] };
    const metric = kind === "gauge" ? new Gauge(configuration) : new Counter(configuration);
    samples.forEach(({ labels, value }) => metric.inc(labels, value));
  }
  return { text: await registry.metrics(), contentType: registry.contentType };
}
