import type { MetricSnapshot, Sample } from "./counters.ts";

/** What an answer to a scrape holds. */
export interface MetricsPage {
  readonly text: string;
  readonly contentType: string;
}

const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Prints snapshots in Prometheus' text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): help, type and a line for each series; of a metric
 * without a series the first two.
 */
export function renderMetrics(snapshots: readonly MetricSnapshot[]): MetricsPage {
  return { text: `${snapshots.map(metricText).join("\n\n")}\n`, contentType: CONTENT_TYPE };
}

function metricText({ name, help, kind, samples }: MetricSnapshot): string {
  const head = [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${kind}`];
  return [...head, ...samples.map((sample) => `${name}${sampleText(sample)}`)].join("\n");
}

function sampleText({ labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([name, said]) => `${name}="${quotable(said)}"`);
  return pairs.length === 0 ? ` ${value}` : `{${pairs.join(",")}} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

/** Inside quotes, those are escaped, too. */
function quotable(text: string): string {
  return escaped(text).replaceAll('"', '\\"');
}
