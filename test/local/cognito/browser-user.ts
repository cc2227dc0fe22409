import { AuthenticationDetails, CognitoUser, CognitoUserPool, type CognitoUserSession } from "amazon-cognito-identity-js";
import { createMemoryStorage } from "../../support/memory-storage";
import { ADA, type TestPool, type Values } from "./support";

/** A user of the browser library, which does its own part of SRP. */
export function browserUser({ model, client }: TestPool, endpoint: string, Username: string = ADA.email): CognitoUser {
  const Pool = new CognitoUserPool({ UserPoolId: model.id, ClientId: client.id, endpoint, Storage: createMemoryStorage() });
  return new CognitoUser({ Username, Pool, Storage: createMemoryStorage() });
}

export type Outcome = { readonly session: CognitoUserSession } | { readonly error: Error } | { readonly newPasswordFor: Values };
export const authenticate = (user: CognitoUser, Password: string) =>
  new Promise<Outcome>((resolve) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password }), {
      onSuccess: (session) => resolve({ session }),
      onFailure: (error) => resolve({ error }),
      newPasswordRequired: (newPasswordFor) => resolve({ newPasswordFor }),
    });
  });
