const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  ENOTDIR: "a file stands where a folder should be",
  EEXIST: "a file stands where a folder should be",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file or folder",
};

/** A system error in words that a person can act on. */
export function systemReason(cause: unknown): string {
  if (!(cause instanceof Error)) {
    return String(cause);
  }
  const code = "code" in cause ? String(cause.code) : "";
  return REASONS[code] ?? cause.message;
}
