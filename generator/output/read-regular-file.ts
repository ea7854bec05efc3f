import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** Opening a pipe would wait for somebody who writes to it. Windows has no such flag. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The text of a regular file; throws for a folder, and for pipes and devices, which may have no end. */
export function readRegularFile(path: string): string {
  const handle = openSync(path, READ_AT_ONCE);
  try {
    const about = fstatSync(handle);
    if (!about.isFile()) {
      throw new Error(about.isDirectory() ? "it is a folder" : "it is no file");
    }
    return readFileSync(handle, "utf8");
  } finally {
    closeSync(handle);
  }
}
