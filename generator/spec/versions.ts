/** The releases of AsyncAPI that are read, oldest first. */
export const SPEC_VERSIONS = [
  "2.0.0",
  "2.1.0",
  "2.2.0",
  "2.3.0",
  "2.4.0",
  "2.5.0",
  "2.6.0",
  "3.0.0",
  "3.1.0",
] as const;

export type SpecVersion = (typeof SPEC_VERSIONS)[number];

/** Whether a text names one of the releases. */
export function isSpecVersion(text: unknown): text is SpecVersion {
  return SPEC_VERSIONS.some((version) => version === text);
}

/**
 * The release that an author meant who wrote a number (`2.6`, or `3.0`, which YAML reads as 3), left
 * out the patch number, or named a release candidate; null where none is meant.
 */
export function nearestVersion(written: string): SpecVersion | null {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.\d+)?(?:-rc\.?\d+)?$/i.exec(written.trim());
  if (parts === null) return null;
  const release = `${parts[1]}.${parts[2] ?? "0"}.0`;
  return isSpecVersion(release) ? release : null;
}
