import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** The program's folder. */
export const ROOT = join(__dirname, "..", "..");

/** A stack's configuration, as for `pulumi config set`. */
export type Configuration = Readonly<Record<string, string>>;

const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** The default address in Pulumi.emulator.yaml. */
export const EMULATOR = "http://localhost:4566";

/** The configuration of the stack "emulator", at another address. */
export function readEmulatorConfiguration(endpoint: string): Configuration {
  const { config } = stackFile.parse(parse(readFileSync(join(ROOT, "Pulumi.emulator.yaml"), "utf8")));
  const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)).replaceAll(EMULATOR, endpoint);
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, textOf(value)]));
}

/** Cognito's minimum. */
export const TOKEN_VALIDITY_MINUTES = 5;

/** Configuration of every compared stack. */
export const COMPARED: Configuration = {
  allowPasswordAuth: "true",
  protect: "false",
  accessTokenValidityMinutes: `${TOKEN_VALIDITY_MINUTES}`,
  idTokenValidityMinutes: `${TOKEN_VALIDITY_MINUTES}`,
};
