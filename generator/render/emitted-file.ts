/** A file that a target made; nothing is on disk yet. */
export interface EmittedFile {
  /** Relative to the output folder, `/` between names. */
  readonly path: string;
  readonly text: string;
  /** Written where it is missing and never again: it belongs to the user. */
  readonly once: boolean;
}
