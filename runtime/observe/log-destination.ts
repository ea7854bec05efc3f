/** Where lines of a log go; each ends with a newline. */
export interface LogDestination {
  write(line: string): void;
}
