/** `1.2` is `1.2.0`: npm takes a semantic version only; a document may call its version anything, which is `0.0.0`. */
export function packageVersionOf(version: string): string {
  const [, major, minor, patch, rest = ""] =
    /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/u.exec(
      version,
    ) ?? [];
  return `${Number(major ?? 0)}.${Number(minor ?? 0)}.${Number(patch ?? 0)}${rest}`;
}
