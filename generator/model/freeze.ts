/** Freezes a tree of plain data in place and returns it. Iterative, so that depth costs no stack. */
export function deepFreeze<T>(root: T): T {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) {
      continue;
    }
    Object.freeze(value);
    pending.push(...Object.values(value));
  }
  return root;
}
