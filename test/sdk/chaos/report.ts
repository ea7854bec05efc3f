/** What happened in a run, and what should not have. */
export class Report {
  readonly problems: string[] = [];
  readonly faults = new Map<string, number>();
  readonly outcomes = new Map<string, number>();
  /** Sends that were told as done and never arrived: the network had them, and their connection's loss was told. */
  inFlight = 0;
  messages = 0;
  rounds = 0;

  fault(kind: string): void {
    count(this.faults, kind);
  }

  outcome(code: string): void {
    count(this.outcomes, code);
  }

  received(_name: string): void {
    this.messages += 1;
  }

  problem(text: string): void {
    this.problems.push(text);
  }

  get lines(): readonly string[] {
    return [
      `${this.rounds} rounds; ${listed(this.faults)}`,
      `sends and requests: ${listed(this.outcomes)}; ${this.messages} messages received`,
      `${this.inFlight} done sends were in flight when their connection was lost, as was then told`,
      ...this.problems,
    ];
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([key, number]) => `${number} ${key}`).join(", ");
}
