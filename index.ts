import { accessControl } from "./config/access-control";
import type { AccessControl } from "./config/access-rules";
import { describeChangeOver } from "./config/change-over";
import type { TokenClaims } from "./config/claim-rules";
import { NO_STRATEGY } from "./config/setting-keys";
import { parseSettings, SettingsError } from "./config/settings";
import type { SettingsFault } from "./config/settings-fault";
import { tokenClaims } from "./config/token-claims";
import { findBundleSources } from "./infrastructure/bundle";
import { createContext } from "./infrastructure/context";
import { createPetsBackend } from "./infrastructure/pets-backend";
import { renderReadme } from "./infrastructure/readme";
import { createApiShell, publishApi } from "./infrastructure/rest-api";
import { createUserPool } from "./infrastructure/user-pool";
import { strategies } from "./strategies";
import type { Strategy } from "./strategies/strategy";

/** Creates the whole stack for a table and declared claims, and returns its outputs. */
async function createPetsStack(table: AccessControl = accessControl, declaredClaims: TokenClaims = tokenClaims) {
  const context = await createContext(table, declaredClaims, strategies);
  const { settings, claims, permissionMap } = context;
  const strategy: Strategy = strategies[settings.strategy];
  const standby: Strategy | undefined = settings.standbyStrategy && strategies[settings.standbyStrategy];
  const served = standby === undefined ? [strategy] : [strategy, standby];

  const pets = createPetsBackend(context);
  const userPool = createUserPool(context, served);
  const shell = createApiShell(context);
  const guard = strategy.createGuard(context, { userPool, shell });
  standby?.createGuard(context, { userPool, shell });
  const { url: apiUrl, stageId } = publishApi(context, shell, guard, pets);

  const { id: userPoolId, clientId: userPoolClientId, issuer, region } = userPool;
  // Not before the stage has moved: the next update reads from these outputs what is in force.
  const inForce = stageId.apply(() => ({ strategy: strategy.name, standbyStrategy: standby?.name ?? NO_STRATEGY }));
  const outputs = {
    apiUrl,
    userPoolId,
    userPoolClientId,
    issuer,
    region,
    strategy: inForce.strategy,
    tokenUse: strategy.tokenUse,
  };
  const changeOver = describeChangeOver(strategy, standby, settings);
  return {
    ...outputs,
    standbyStrategy: inForce.standbyStrategy,
    ...(changeOver === undefined ? {} : { changeOver }),
    ...(userPool.directoryTable === undefined ? {} : { userDirectoryTable: userPool.directoryTable }),
    ...(permissionMap === undefined ? {} : { permissionMapParameter: permissionMap.name }),
    ...(Object.keys(claims.customAttributes).length === 0 ? {} : { customAttributes: claims.customAttributes }),
    readme: renderReadme(context, outputs),
  };
}

const PROJECT = "pets";

/** All faults of a configuration, without a stack. `config` has strings by key, without the project prefix. */
function findFaults(config: Readonly<Record<string, string>>): readonly SettingsFault[] {
  const texts = Object.fromEntries(Object.entries(config).map(([key, text]) => [`${PROJECT}:${key}`, text]));
  try {
    parseSettings(texts, strategies, PROJECT);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

/** Pulumi calls what its entry exports; the local engine and the comparison are given it as the program. */
export = Object.assign(createPetsStack, {
  project: PROJECT,
  strategyNames: Object.keys(strategies),
  run: createPetsStack,
  findFaults,
  findBundleSources,
});
