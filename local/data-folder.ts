import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CognitoOptions } from "./cognito/cognito";

/** Where users and pets are kept over restarts. */
export interface DataFolder {
  /** The tables' own folder. */
  readonly tablesPath: string;
  /** Pools are read at the start and written after each change, at once, so that nothing has to happen at the end. */
  readonly load: NonNullable<CognitoOptions["load"]>;
  readonly save: NonNullable<CognitoOptions["save"]>;
  /** Lets another engine have the folder. */
  close(): void;
}

/** A folder that cannot be used, and what to do about it. */
export class DataFolderError extends Error {
  readonly code = "DATA_FOLDER_UNUSABLE";
  constructor(path: string, fault: string, options?: ErrorOptions) {
    super(`the data folder ${path} ${fault}`, options);
    this.name = "DataFolderError";
  }
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

/**
 * Opens a folder, and makes it where there is none. It holds signing keys and password verifiers, so only its owner may read them.
 *
 * @throws DataFolderError where another engine has it, or where it cannot be read or written.
 */
export function openDataFolder(path: string): DataFolder {
  const tablesPath = join(path, "tables");
  try {
    mkdirSync(tablesPath, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new DataFolderError(path, `cannot be made or is a file (${codeOf(cause)}); take another one: --data FOLDER`, { cause });
  }
  const lock = join(path, "lock");
  takeLock(path, lock);
  const fileOf = (userPoolId: string) => join(path, `${userPoolId}.json`);
  return {
    tablesPath,
    load(userPoolId) {
      const file = fileOf(userPoolId);
      try {
        return JSON.parse(readFileSync(file, "utf8"));
      } catch (cause) {
        if (codeOf(cause) === "ENOENT") return undefined;
        throw new DataFolderError(path, `has a file that is no user pool: remove ${file} to start with a new one`, { cause });
      }
    },
    save(userPoolId, state) {
      const file = fileOf(userPoolId);
      // Never half a file, whatever ends the process.
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    close: () => rmSync(lock, { force: true }),
  };
}

/** Two engines would write over each other's users, and the tables' database ends the process that opens it as the second. */
function takeLock(path: string, lock: string): void {
  const take = (flag: "w" | "wx") => writeFileSync(lock, String(process.pid), { flag });
  try {
    take("wx");
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw new DataFolderError(path, `cannot be written (${codeOf(cause)})`, { cause });
    const owner = Number(readFileSync(lock, "utf8"));
    if (isAlive(owner)) {
      throw new DataFolderError(path, `is in use by process ${owner}; end that one, or remove ${lock} if it is no engine`);
    }
    take("w");
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
