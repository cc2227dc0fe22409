import { closeSync, constants, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";

/** Files of the data folder: private to their owner, and never accessed through a symbolic link somebody may have placed there. */

/** Writes everything or throws: a single call may write less than given. */
export function writeAll(fd: number, content: Buffer): void {
  for (let written = 0; written < content.length; ) written += writeSync(fd, content, written);
}

/** @throws Error for anything but a regular file. */
export function readOwnFile(path: string): Buffer | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isFile()) throw new Error(`${path} is ${found.isSymbolicLink() ? "a link" : "no file"}; expected a file`);
  return readFileSync(path);
}

/**
 * Opens an existing file for appending. On Windows, ordinary users cannot create symbolic links, and the flag does not exist.
 *
 * @throws the system's error, ELOOP for a symbolic link.
 */
export const openToAppend = (path: string): number =>
  openSync(path, constants.O_RDWR | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0));

/** Replaces a file atomically, so that a crash never leaves half of it. */
export function replaceFile(path: string, content: Buffer): void {
  const temporary = `${path}.new`;
  // What an engine left that was killed, or a link, which goes and not what it leads to.
  rmSync(temporary, { force: true });
  const fd = openSync(temporary, "wx", 0o600);
  try {
    try {
      writeAll(fd, content);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
