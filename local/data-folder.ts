import { lstatSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CognitoOptions } from "./cognito/cognito";
import { FolderInUseError, lockFolder } from "./folder-lock";
import { Journal, type Value } from "./journal";
import { makeFolder } from "./make-folder";
import { readOwnFile, replaceFile } from "./own-files";

/** Persistent storage of users, tables and changed parameters. */
export interface DataFolder {
  /** What its owner should know; undefined where all is well. */
  readonly warning: string | undefined;
  /** A table's items, all of which have to be what the table can have. */
  openTable(tableName: string, isItem: (key: string, item: Value) => boolean): Journal;
  /** The changed parameters. */
  openParameters(isParameter: (name: string, value: Value) => boolean): Journal;
  /** Pools are read at the start and written after each change, at once, so that nothing has to happen at the end. */
  readonly load: NonNullable<CognitoOptions["load"]>;
  readonly save: NonNullable<CognitoOptions["save"]>;
  /** Lets another engine have the folder. */
  close(): Promise<void>;
}

/** An unusable data folder, with what to do about it. */
export class DataFolderError extends Error {
  readonly code = "DATA_FOLDER_UNUSABLE";
  constructor(path: string, fault: string, options?: ErrorOptions) {
    super(`the data folder ${path} ${fault}`, options);
    this.name = "DataFolderError";
  }
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Opens a folder, creating it if missing. It holds signing keys and password verifiers, so files are readable by their owner only. The
 * path may contain symbolic links; the folder itself may not.
 *
 * @throws DataFolderError if another engine uses it, if it cannot be read or written, or if an earlier version wrote it.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const [tablesPath, lockPath] = [join(path, "tables"), join(path, "in-use")];
  const attempt = <T>(fault: string, run: () => T): T => {
    try {
      return run();
    } catch (cause) {
      throw new DataFolderError(path, `${fault}: ${textOf(cause)}`, { cause });
    }
  };
  attempt("cannot be made or used; take another one, --data FOLDER", () => {
    for (const folder of [path, tablesPath, lockPath]) makeFolder(folder, 0o700);
    const link = [tablesPath, lockPath].find((folder) => lstatSync(folder).isSymbolicLink());
    if (link !== undefined) throw new Error(`${link} is a link; expected a folder`);
  });
  if (lstatSync(join(tablesPath, "CURRENT"), { throwIfNoEntry: false }) !== undefined) {
    throw new DataFolderError(
      path,
      `has the tables of an earlier version, which this one cannot read; remove ${tablesPath} to start without them, users and keys stay`,
    );
  }
  const unlock = await lockFolder(lockPath).catch((cause: unknown) => {
    const fault =
      cause instanceof FolderInUseError
        ? "is in use by another engine; end that one, or take another folder: --data FOLDER"
        : `cannot be locked: ${textOf(cause)}; make room or rights, or remove ${lockPath} if it is damaged`;
    throw new DataFolderError(path, fault, { cause });
  });
  const fileOf = (userPoolId: string) => join(path, `${userPoolId}.json`);
  return {
    warning: describeRights(path),
    openTable: (tableName, isItem) =>
      attempt("has a table that cannot be used", () =>
        openJournal(join(tablesPath, `${tableName}.journal`), isItem, "items of a table with other keys"),
      ),
    openParameters: (isParameter) =>
      attempt("has parameters that cannot be used", () =>
        openJournal(join(path, "parameters.journal"), isParameter, "something other than parameters"),
      ),
    load: (userPoolId) =>
      attempt(`has a file that is not a user pool; remove ${fileOf(userPoolId)} to start with a new one`, (): unknown => {
        const content = readOwnFile(fileOf(userPoolId));
        return content === undefined ? undefined : JSON.parse(content.toString("utf8"));
      }),
    save: (userPoolId, state) =>
      attempt("cannot be written", () => replaceFile(fileOf(userPoolId), Buffer.from(JSON.stringify(state)))),
    close: unlock,
  };
}

/** @throws Error for content that is not what the caller expects. */
function openJournal(file: string, isExpected: (key: string, value: Value) => boolean, otherwise: string): Journal {
  const journal = new Journal(file);
  if (Array.from(journal.items).every(([key, value]) => isExpected(key, value))) return journal;
  journal.close();
  throw new Error(`${file} has ${otherwise}; remove it to start without them`);
}

/**
 * Warns about a folder that others may enter instead of refusing it: roots of volumes often are, and the files in it are private
 * anyway. Changing permissions is up to its owner. Windows has no such permissions.
 */
function describeRights(path: string): string | undefined {
  const mode = statSync(path).mode & 0o777;
  if (process.platform === "win32" || (mode & 0o077) === 0) return undefined;
  const may = (mode & 0o022) === 0 ? "see what is in" : "see and replace what is in";
  return `others on this machine may ${may} the data folder ${path} (mode ${mode.toString(8)}), which holds signing keys; close it with: chmod 700 ${path}`;
}
