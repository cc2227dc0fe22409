import * as pulumi from "@pulumi/pulumi";
import { AccessControlError, assertAccessControl } from "../config/access-faults";
import type { AccessControl } from "../config/access-rules";
import { assertChangeOver, ChangeOverError } from "../config/change-over";
import { parseSettings, type Settings, SettingsError, type UserPoolNeeds } from "../config/settings";
import { readInForce } from "./in-force";

/** Shared by every part of the stack. */
export interface StackContext<StrategyName extends string = string> {
  readonly settings: Settings<StrategyName>;
  readonly accessControl: AccessControl;
  /** Set on every resource that supports tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A strategy's requirements of the settings and the table. */
interface StrategyNeeds {
  readonly userPool: UserPoolNeeds;
  findTableFaults?(table: AccessControl): readonly string[];
}

/**
 * Parses and validates settings and table before anything is created. Call it inside a running Pulumi program.
 *
 * @throws pulumi.RunError, printed by the CLI without a stack trace, with all faults of the configuration or the table, or with the
 * steps of a change-over if changing the strategy in one step would lock users out.
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
