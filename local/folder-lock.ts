import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type * as classicLevel from "classic-level";

/** Another engine has the folder. */
export class FolderInUseError extends Error {}

/**
 * Takes a folder as the only one, until the answer is called or the process ends, however it ends. Node cannot lock a file, and a
 * process id says nothing in a container, where the next engine has the same one. LevelDB can: the system releases its lock with the
 * process, and knows it across containers that share a volume. Nothing is ever kept in the database itself.
 *
 * @throws FolderInUseError; Error with what the database says where it cannot be opened.
 */
export async function lockFolder(path: string): Promise<() => Promise<void>> {
  // It would write through a link.
  const link = readdirSync(path).find((name) => lstatSync(join(path, name)).isSymbolicLink());
  if (link !== undefined) throw new Error(`${join(path, link)} is a link`);
  // Only an engine that has a data folder needs it.
  const { ClassicLevel }: typeof classicLevel = require("classic-level");
  const database = new ClassicLevel(path);
  try {
    await database.open();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED") throw new FolderInUseError(path, { cause });
    throw cause ?? error;
  }
  return () => database.close();
}
