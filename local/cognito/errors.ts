/** An answer of Cognito that is not a success. `type` and the message are what a client sees; AWS answers client faults with 400. */
export class CognitoError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = "CognitoError";
  }
}

// The texts below were reported by people who saw them on AWS (public client code and issue threads, read 2026-11).

export const notAuthorized = (message: string) => new CognitoError("NotAuthorizedException", message);
export const invalidParameter = (message: string) => new CognitoError("InvalidParameterException", message);
export const notFound = (message: string) => new CognitoError("ResourceNotFoundException", message);

/** One answer for a wrong password and, where the client hides who exists, for an unknown user. */
export const incorrectCredentials = () => notAuthorized("Incorrect username or password.");
export const userNotFound = () => new CognitoError("UserNotFoundException", "User does not exist.");
export const missingParameter = (name: string) => invalidParameter(`Missing required parameter ${name}`);
