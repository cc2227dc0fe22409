import type { PostConfirmationTriggerEvent } from "aws-lambda";
import type { Environment } from "./lib/environment";
import { createDirectory } from "./lib/user-directory";

/**
 * Cognito's post-confirmation trigger: gives a user who has just signed up a record in the directory, with a tenant of their own and no
 * entitlements, until an administrator decides otherwise. A repeated event changes nothing. Users whom administrators create are not
 * announced to it.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html, read 2026-11.
 */
export function createHandler(environment: Environment, directory = createDirectory(environment)) {
  return async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
    const { sub: userId } = event.request.userAttributes;
    if (event.triggerSource !== "PostConfirmation_ConfirmSignUp" || userId === undefined) return event;
    try {
      await directory.add({ userId, tenantId: userId, entitlements: [] });
    } catch (error) {
      console.error({ message: "no record for a new user", userId, error });
      throw new Error("Your account is confirmed, but could not be set up; ask an administrator");
    }
    return event;
  };
}
