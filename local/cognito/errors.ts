/** A Cognito error; clients see `type` and message. AWS answers client errors with 400. */
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

// These messages were seen on AWS (public client code and issue threads, read 2026-11).

export const notAuthorized = (message: string) => new CognitoError("NotAuthorizedException", message);
export const invalidParameter = (message: string) => new CognitoError("InvalidParameterException", message);
export const notFound = (message: string) => new CognitoError("ResourceNotFoundException", message);

/** For a wrong password and, if the client hides user existence, for an unknown user. */
export const incorrectCredentials = () => notAuthorized("Incorrect username or password.");
export const userNotFound = () => new CognitoError("UserNotFoundException", "User does not exist.");
export const missingParameter = (name: string) => invalidParameter(`Missing required parameter ${name}`);
