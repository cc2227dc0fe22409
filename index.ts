import { accessControl } from "./config/access-control";
import type { AccessControl } from "./config/access-rules";
import { createContext } from "./infrastructure/context";
import { createPetsBackend } from "./infrastructure/pets-backend";
import { renderReadme } from "./infrastructure/readme";
import { createApiShell, publishApi } from "./infrastructure/rest-api";
import { createUserPool } from "./infrastructure/user-pool";
import { strategies } from "./strategies";
import type { Strategy } from "./strategies/strategy";

/** The whole stack. Pulumi calls it and takes what it returns as the stack's outputs. */
async function createPetsStack(table: AccessControl = accessControl) {
  const context = createContext(table, strategies);
  const strategy: Strategy = strategies[context.settings.strategy];
  const pets = createPetsBackend(context);
  const userPool = createUserPool(context, strategy.createTrigger?.(context));
  const shell = createApiShell(context);
  const guard = strategy.createGuard(context, { userPool, shell });
  const apiUrl = publishApi(context, shell, guard, pets);
  const { id: userPoolId, clientId: userPoolClientId, issuer, region } = userPool;
  const outputs = { apiUrl, userPoolId, userPoolClientId, issuer, region, strategy: strategy.name, tokenUse: strategy.tokenUse };
  return { ...outputs, readme: renderReadme(outputs) };
}
export = Object.assign(createPetsStack, { strategyNames: Object.keys(strategies) });
