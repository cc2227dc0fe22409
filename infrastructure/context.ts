import * as pulumi from "@pulumi/pulumi";
import { AccessControlError, assertAccessControl } from "../config/access-faults";
import type { AccessControl } from "../config/access-rules";
import { assertChangeOver, ChangeOverError } from "../config/change-over";
import { assertCustomAttributes, checkTokenClaims, TokenClaimsError, warnOfTokenSize } from "../config/claim-faults";
import { changesTokens, type TokenClaims } from "../config/claim-rules";
import { parameterLimits } from "../config/permission-map";
import { parseSettings, type Settings, SettingsError, type UserPoolNeeds } from "../config/settings";
import { readInForce } from "./in-force";
import { createPermissionMapParameter, type PermissionMapParameter } from "./permission-map";

/** Shared by every part of the stack. */
export interface StackContext<StrategyName extends string = string> {
  readonly settings: Settings<StrategyName>;
  readonly accessControl: AccessControl;
  /** Declared, and added by the settings. */
  readonly claims: TokenClaims;
  /** Undefined if the map from groups to permissions is bundled with the functions. */
  readonly permissionMap: PermissionMapParameter | undefined;
  /** Set on every resource that supports tags, but for the permission map. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A strategy's requirements of the settings and the table. */
interface StrategyNeeds {
  readonly userPool: UserPoolNeeds;
  findTableFaults?(table: AccessControl): readonly string[];
}

/**
 * Parses and validates settings, table and claims before anything is created, then creates what functions share. Call it inside a
 * running Pulumi program.
 *
 * @throws pulumi.RunError, printed by the CLI without a stack trace, with all faults of the configuration, the table or the claims, or with the
 * steps of a change-over if changing the strategy in one step would lock users out.
 */
export async function createContext<StrategyName extends string>(
  accessControl: AccessControl,
  declaredClaims: TokenClaims,
  strategies: Readonly<Record<StrategyName, StrategyNeeds>>,
): Promise<StackContext<StrategyName>> {
  const project = pulumi.getProject();
  try {
    const settings = parseSettings(pulumi.runtime.allConfig(), strategies, project);
    const served = [settings.strategy, settings.standbyStrategy].flatMap((name) => (name === undefined ? [] : strategies[name]));
    assertAccessControl(accessControl, settings.permissionMap === "parameter" ? [...served, parameterLimits] : served);
    const claims = checkTokenClaims(declaredClaims, settings, accessControl);
    const inForce = await readInForce();
    assertChangeOver(inForce, settings);
    assertCustomAttributes(inForce?.customAttributes ?? {}, claims);
    const warning = changesTokens(claims) ? warnOfTokenSize(claims, accessControl) : undefined;
    if (warning !== undefined) await pulumi.log.warn(warning);
    const tags = { project, stack: pulumi.getStack(), strategy: settings.strategy };
    const permissionMap =
      settings.permissionMap === "bundled"
        ? undefined
        : createPermissionMapParameter(accessControl, settings.permissionMapTtlSeconds);
    return { settings, accessControl, claims, permissionMap, tags };
  } catch (error) {
    const isFault = [SettingsError, AccessControlError, TokenClaimsError, ChangeOverError].some((kind) => error instanceof kind);
    throw isFault && error instanceof Error ? new pulumi.RunError(error.message) : error;
  }
}
