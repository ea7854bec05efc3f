/** Memory that may hold the beginnings of messages, of all connections of a process together: 64 MiB. */
export const UNFINISHED_BYTES = 64 * 1024 * 1024;

/** Rations memory among messages whose end has not come. */
export interface UnfinishedBudget {
  /** Takes so many bytes; false, and nothing taken, where they are not there. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  readonly takenBytes: number;
}

/** A budget of its own; the runtime shares `unfinishedBudget`. */
export function createUnfinishedBudget(limitBytes: number): UnfinishedBudget {
  let takenBytes = 0;
  return {
    take(bytes) {
      if (takenBytes + bytes > limitBytes) return false;
      takenBytes += bytes;
      return true;
    },
    give(bytes) {
      takenBytes -= bytes;
    },
    get takenBytes() {
      return takenBytes;
    },
  };
}

/** The budget of this process: who would go over it is refused, everybody else goes on. */
export const unfinishedBudget: UnfinishedBudget = createUnfinishedBudget(UNFINISHED_BYTES);
