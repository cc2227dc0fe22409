import { accessTokenScopes } from "./access-token-scopes";
import { idTokenLambdaAuthorizer } from "./id-token-lambda-authorizer";
import type { Strategy } from "./strategy";

/** Every strategy that the config key `strategy` accepts. */
export const strategies = {
  [accessTokenScopes.name]: accessTokenScopes,
  [idTokenLambdaAuthorizer.name]: idTokenLambdaAuthorizer,
} satisfies Record<string, Strategy>;
