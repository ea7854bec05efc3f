/** How much one document may ask of the loader. What exceeds a limit is a finding, never a crash. */
export interface LoadCaps {
  /** Bytes of one file; beyond it the file is not parsed. */
  readonly fileBytes: number;
  /** Bytes of all files together. */
  readonly totalBytes: number;
  /** Files of one document, the entry included. */
  readonly files: number;
  /** Levels of lists and objects within each other. */
  readonly depth: number;
  /** Values of one file, YAML aliases counted as often as they are used. */
  readonly values: number;
  /** Milliseconds for reading everything; files that have not been reached by then are not read. */
  readonly totalMs: number;
  /** Milliseconds for one file from a network address. */
  readonly remoteMs: number;
}

export const DEFAULT_CAPS: LoadCaps = {
  fileBytes: 5 * 1024 * 1024,
  totalBytes: 20 * 1024 * 1024,
  files: 500,
  depth: 200,
  values: 250_000,
  totalMs: 30_000,
  remoteMs: 5_000,
};
