import * as pulumi from "@pulumi/pulumi";
import { AccessControlError, assertAccessControl } from "../config/access-faults";
import type { AccessControl } from "../config/access-rules";
import { assertChangeOver, ChangeOverError } from "../config/change-over";
import { parseSettings, type Settings, SettingsError, type UserPoolNeeds } from "../config/settings";
import { readInForce } from "./in-force";

/** What every part of the stack is built from. */
export interface StackContext<StrategyName extends string = string> {
  readonly settings: Settings<StrategyName>;
  readonly accessControl: AccessControl;
  /** On every resource that takes tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a strategy asks of the settings and the table. */
interface StrategyNeeds {
  readonly userPool: UserPoolNeeds;
  findTableFaults?(table: AccessControl): readonly string[];
}

/**
 * Reads and checks what the program is given, before it creates anything. Must be called while a Pulumi program runs.
 *
 * @throws pulumi.RunError, which the CLI prints without a stack trace, with every fault of the configuration or the table, or with
 * the steps to the strategy that the configuration names where one alone would lock people out.
 */
export async function createContext<StrategyName extends string>(
  accessControl: AccessControl,
  strategies: Readonly<Record<StrategyName, StrategyNeeds>>,
): Promise<StackContext<StrategyName>> {
  const project = pulumi.getProject();
  try {
    const settings = parseSettings(pulumi.runtime.allConfig(), strategies, project);
    const served = [settings.strategy, settings.standbyStrategy].flatMap((name) => (name === undefined ? [] : strategies[name]));
    assertAccessControl(accessControl, served);
    assertChangeOver(await readInForce(), settings);
    return { settings, accessControl, tags: { project, stack: pulumi.getStack(), strategy: settings.strategy } };
  } catch (error) {
    const isFault = error instanceof SettingsError || error instanceof AccessControlError || error instanceof ChangeOverError;
    throw isFault ? new pulumi.RunError(error.message) : error;
  }
}
