/* What is measured: latencies in a histogram, CPU time and memory of other processes. */
#ifndef FIGURES_H
#define FIGURES_H
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#define MAX_PIDS 64

/* Nanoseconds in buckets of 1/64 of their power of two: percentiles are right to 1.6 %. */
struct histogram {
  uint64_t bucket[64 * 64], count, max;
  double sum;
};

static inline void record(struct histogram *h, uint64_t ns) {
  uint64_t v = ns < 64 ? 64 : ns;
  int power = 63 - __builtin_clzll(v);
  h->bucket[(power - 6) * 64 + (v >> (power - 6) & 63)]++;
  h->count++;
  h->sum += ns;
  if (ns > h->max) h->max = ns;
}

static double percentile_us(const struct histogram *h, double share) {
  uint64_t wanted = h->count * share, seen = 0;
  for (int i = 0; i < 64 * 64; i++) {
    seen += h->bucket[i];
    if (seen > wanted) return ((64ull + i % 64) << (i / 64)) / 1e3;
  }
  return h->max / 1e3;
}

static void print_latency(const struct histogram *h) {
  printf("\"latencyUs\":{\"mean\":%.1f,\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f}", h->count ? h->sum / h->count / 1e3 : 0,
         percentile_us(h, .5), percentile_us(h, .99), h->max / 1e3);
}

/* CPU time of all threads of a process; schedstat counts nanoseconds where stat counts ticks of 10 ms. */
static uint64_t cpu_ns(int pid) {
  char path[320];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  if (!tasks) return 0;
  uint64_t sum = 0;
  for (struct dirent *task; (task = readdir(tasks));) {
    if (task->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, task->d_name);
    FILE *f = fopen(path, "r");
    if (!f) continue;
    unsigned long long ns = 0;
    if (fscanf(f, "%llu", &ns) == 1) sum += ns;
    fclose(f);
  }
  closedir(tasks);
  return sum;
}

/* Proportional memory in KiB: a page that n processes share counts 1/n. */
static long pss_kib(int pid) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
  FILE *f = fopen(path, "r");
  if (!f) return 0;
  long kib = 0;
  while (fgets(line, sizeof line, f))
    if (sscanf(line, "Pss: %ld", &kib) == 1) break;
  fclose(f);
  return kib;
}

struct processes {
  int pid[MAX_PIDS], count;
};

/* "12,13" */
static void parse_pids(struct processes *p, char *text) {
  for (char *one = strtok(text, ","); one && p->count < MAX_PIDS; one = strtok(0, ",")) p->pid[p->count++] = atoi(one);
}

static uint64_t total_cpu_ns(const struct processes *p) {
  uint64_t sum = 0;
  for (int i = 0; i < p->count; i++) sum += cpu_ns(p->pid[i]);
  return sum;
}

static long total_pss_kib(const struct processes *p) {
  long sum = 0;
  for (int i = 0; i < p->count; i++) sum += pss_kib(p->pid[i]);
  return sum;
}
#endif
