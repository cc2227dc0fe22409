import { closeSync, constants, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";

/** Files of the data folder: read and written for their owner only, and never through a link that somebody else may have put there. */

/** Writes all of it, or throws: one call may write less than it was given. */
export function writeAll(fd: number, content: Buffer): void {
  for (let written = 0; written < content.length; ) written += writeSync(fd, content, written);
}

/** @throws Error for a link, a folder, or anything else that is no file. */
export function readOwnFile(path: string): Buffer | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (!found.isFile()) throw new Error(`${path} is ${found.isSymbolicLink() ? "a link" : "no file"}; expected a file`);
  return readFileSync(path);
}

/**
 * Opens a file that there is, for appending. Windows has neither links that everybody can make nor the flag.
 *
 * @throws what the system says, ELOOP for a link.
 */
export const openToAppend = (path: string): number =>
  openSync(path, constants.O_RDWR | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0));

/** Replaces a file by one with this content, at once: it is never half there, whatever ends the process or the machine. */
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
