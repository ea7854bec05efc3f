import type { MetricSnapshot } from "./counters.ts";

/** How many workers serve. */
export function workersFigure(count: number): MetricSnapshot {
  return {
    name: "framegate_workers",
    help: "Workers that serve connections; only where there are several",
    kind: "gauge",
    samples: [{ labels: {}, value: count }],
  };
}

/** Memory, processor time and age of this process, labelled with the worker it is. */
export function processFigures(worker: string): readonly MetricSnapshot[] {
  const { user, system } = process.cpuUsage();
  const labels = { worker };
  return [
    {
      name: "framegate_process_resident_memory_bytes",
      help: "Resident memory of the process",
      kind: "gauge",
      samples: [{ labels, value: process.memoryUsage.rss() }],
    },
    {
      name: "framegate_process_cpu_seconds_total",
      help: "Processor time that the process has used",
      kind: "counter",
      samples: [{ labels, value: (user + system) / 1e6 }],
    },
    {
      name: "framegate_process_uptime_seconds",
      help: "Age of the process",
      kind: "gauge",
      samples: [{ labels, value: process.uptime() }],
    },
  ];
}
