import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CognitoOptions } from "./cognito/cognito";

/** Where users and pets are kept over restarts. */
export interface DataFolder {
  /** The tables' own folder. */
  readonly tablesPath: string;
  /** Pools are read at the start and written after each change, at once, so that nothing has to happen at the end. */
  readonly load: NonNullable<CognitoOptions["load"]>;
  readonly save: NonNullable<CognitoOptions["save"]>;
}

/**
 * Opens a folder, and makes it where there is none. It holds signing keys and password verifiers, so only its owner may read it.
 *
 * @throws what the file system says where the folder cannot be written.
 */
export function openDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const fileOf = (userPoolId: string) => join(path, `${userPoolId}.json`);
  return {
    tablesPath: join(path, "tables"),
    load(userPoolId) {
      try {
        return JSON.parse(readFileSync(fileOf(userPoolId), "utf8"));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw new Error(`${fileOf(userPoolId)} cannot be read as the state of a user pool; remove it to start with a new one`, {
          cause: error,
        });
      }
    },
    save(userPoolId, state) {
      const file = fileOf(userPoolId);
      // Never half a file, whatever ends the process.
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
