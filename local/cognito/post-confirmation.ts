import { z } from "zod";
import type { Invoke } from "../lambda/invocation";
import type { Trace } from "../trace";
import type { UserPoolModel } from "./resources";
import { answerTo, callTrigger, createEnvelope, createMetadata, createUserAttributes, type Metadata } from "./triggers";
import type { User } from "./users";

/** An administrator's operation is no client's. Reported: events in public code and emulators, read 2026-11. */
const NO_CLIENT = "CLIENT_ID_NOT_APPLICABLE";

interface ConfirmedUser {
  readonly pool: UserPoolModel;
  /** As confirmed. */
  readonly user: User;
  /** Undefined for an administrator's operation. */
  readonly clientId: string | undefined;
  readonly clientMetadata: Metadata;
}

/**
 * Tells the pool's trigger, if there is one, of a user who signed up and is confirmed now. Documented: developer guide,
 * user-pool-lambda-post-confirmation, read 2026-11: for ConfirmSignUp and AdminConfirmSignUp, never for a user whom an administrator created.
 *
 * @throws CognitoError UserLambdaValidationException, UnexpectedLambdaException or InvalidLambdaResponseException; the user stays
 * confirmed. Reported: public code that handles "PostConfirmation failed with error", read 2026-11.
 */
export async function tellTrigger(
  { pool, user, clientId = NO_CLIENT, clientMetadata }: ConfirmedUser,
  invoke: Invoke,
  trace: Trace,
): Promise<void> {
  const functionArn = pool.postConfirmationArn;
  if (functionArn === undefined) return;
  const envelope = createEnvelope(pool, user, "1", "PostConfirmation_ConfirmSignUp", clientId);
  const request = { userAttributes: createUserAttributes(user), ...createMetadata(clientMetadata) };
  const event = { ...envelope, request, response: {} };
  // Assumed: whatever the response holds is ignored, for nothing in it has a meaning.
  const answer = answerTo(envelope, {}, z.looseObject({}));

  const name = "post-confirmation";
  const { called } = await callTrigger({ name, functionArn, pool, event, answer }, invoke, trace);

  trace.add({ ...called, outcome: "ok", trigger: name });
}
