import { z } from "zod";
import { CognitoError, incorrectCredentials, invalidParameter, missingParameter, notAuthorized, userNotFound } from "../errors";
import { clientId, optional, parseInput, textMap, username } from "../inputs";
import type { Json } from "../protocol";
import { challengePassword } from "../srp";
import { unused } from "../unused-members";
import { missingAttributes } from "../user-attributes";
import { type Operations, publicOperation, refuseSecret } from "../user-pools";
import type { User } from "../users";
import { refresh } from "./refresh";
import { startSignIn, type Visit } from "./token-issue";

type Parameters = Readonly<Record<string, string>>;

/** @throws CognitoError InvalidParameterException. */
export function readParameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (!value) throw missingParameter(name);
  return value;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Challenges for a new password to replace a temporary one. */
function challengeNewPassword({ pool, client, trace }: Visit, user: User): Json {
  const missing = missingAttributes(pool.model, user.attributes);
  const { sub } = user;
  trace.add({ kind: "challenge", outcome: "ok", name: "NEW_PASSWORD_REQUIRED" });
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: pool.newPasswordSessions.open({ clientId: client.id, sub }, client.authSessionValidityMinutes),
    ChallengeParameters: {
      USER_ID_FOR_SRP: sub,
      requiredAttributes: JSON.stringify(missing.map((name) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify({ ...Object.fromEntries(missing.map((name) => [name, ""])), ...user.attributes }),
    },
  };
}

/**
 * Checks a password and signs the user in. The account's state is reported before the password is checked: reported for an unconfirmed
 * user (github.com/amazon-archives/amazon-cognito-identity-js/issues/288, github.com/aws/aws-sdk-js/issues/4608, read 2026-11) and
 * for a disabled one (github.com/ministackorg/ministack, "measured", read 2026-11), each with a password; assumed for SRP.
 */
export async function signInWith(visit: Visit, user: User | undefined, name: string, isRight: () => boolean): Promise<Json> {
  const { pool, trace } = visit;
  if (user?.isEnabled === false) throw notAuthorized("User is disabled.");
  if (user?.status === "UNCONFIRMED") throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
  const startedAt = trace.elapsedMs;
  const isAccepted = pool.attempt(user, name, isRight);
  const durationMs = trace.elapsedMs - startedAt;
  if (!isAccepted || user === undefined) {
    trace.add({ kind: "password", outcome: "refused", event: user === undefined ? "unknown user" : "wrong", durationMs });
    throw incorrectCredentials();
  }
  trace.add({ kind: "password", outcome: "ok", event: "accepted", durationMs });
  if (user.status === "CONFIRMED") return startSignIn(visit, user, "TokenGeneration_Authentication");
  const { temporaryPasswordValidityDays } = pool.model.passwordPolicy;
  if (pool.surroundings.clock.now() >= user.passwordSetAtMs + temporaryPasswordValidityDays * DAY_MS) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  return challengeNewPassword(visit, user);
}

/** The user with this sign-in name. If the client hides user existence, an unknown name gets an invented user. */
function findUser({ pool, client }: Visit, parameters: Parameters): { readonly user: User | undefined; readonly name: string } {
  readParameter(parameters, "USERNAME");
  const { USERNAME: name } = parseInput(z.object({ USERNAME: username }), parameters);
  const user = pool.users.find(name);
  if (user === undefined && !client.isUserExistenceHidden) throw userNotFound();
  return { user, name };
}

function startSrp(visit: Visit, parameters: Parameters): Json {
  const { pool, client, trace } = visit;
  readParameter(parameters, "SRP_A");
  const { SRP_A } = parseInput(
    z.object({
      SRP_A: z
        .string()
        .regex(/^[0-9a-fA-F]+$/)
        .max(1024),
    }),
    parameters,
  );
  const { user, name } = findUser(visit, parameters);
  const { userId, proof } = pool.identify(user, name);
  const challenge = challengePassword(pool.identityOf(userId), proof, SRP_A);
  // The text is assumed.
  if (challenge === undefined) throw invalidParameter("SRP_A is not a valid public value");
  const secretBlock = pool.srpSessions.open(
    { clientId: client.id, username: name, userId, challenge },
    client.authSessionValidityMinutes,
  );
  trace.add({ kind: "challenge", outcome: "ok", name: "PASSWORD_VERIFIER", isUserKnown: user !== undefined });
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeParameters: {
      SALT: proof.salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: challenge.serverPublic.toString(16),
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}

const FLOWS = {
  USER_PASSWORD_AUTH: { allowedBy: "ALLOW_USER_PASSWORD_AUTH", refusal: "USER_PASSWORD_AUTH flow not enabled for this client" },
  USER_SRP_AUTH: { allowedBy: "ALLOW_USER_SRP_AUTH", refusal: "USER_SRP_AUTH is not enabled for the client." },
  REFRESH_TOKEN_AUTH: { allowedBy: "ALLOW_REFRESH_TOKEN_AUTH", refusal: "Auth flow not enabled for this client" },
  REFRESH_TOKEN: { allowedBy: "ALLOW_REFRESH_TOKEN_AUTH", refusal: "Auth flow not enabled for this client" },
  // No pool with these is imitated, so no client can have them.
  CUSTOM_AUTH: { allowedBy: "ALLOW_CUSTOM_AUTH", refusal: "CUSTOM_AUTH is not enabled for the client." },
  USER_AUTH: { allowedBy: "ALLOW_USER_AUTH", refusal: "USER_AUTH is not enabled for the client." },
  ADMIN_NO_SRP_AUTH: { allowedBy: "", refusal: "Initiate Auth method not supported." },
  ADMIN_USER_PASSWORD_AUTH: { allowedBy: "", refusal: "Initiate Auth method not supported." },
} as const;
const flowNames = z.enum([
  "USER_PASSWORD_AUTH",
  "USER_SRP_AUTH",
  "REFRESH_TOKEN_AUTH",
  "REFRESH_TOKEN",
  "CUSTOM_AUTH",
  "USER_AUTH",
  "ADMIN_NO_SRP_AUTH",
  "ADMIN_USER_PASSWORD_AUTH",
]);

export const signInOperations: Operations = {
  InitiateAuth: publicOperation(
    z.object({ ClientId: clientId, AuthFlow: flowNames, AuthParameters: optional(textMap), ...unused.InitiateAuth }),
    async (input, pools, trace) => {
      const visit: Visit = { ...pools.ofClient(input.ClientId), trace };
      const { allowedBy, refusal } = FLOWS[input.AuthFlow];
      if (!visit.client.authFlows.includes(allowedBy)) throw invalidParameter(refusal);
      const parameters = input.AuthParameters ?? {};
      if (input.AuthFlow !== "USER_SRP_AUTH" && input.AuthFlow !== "USER_PASSWORD_AUTH") {
        const result = await refresh(visit, readParameter(parameters, "REFRESH_TOKEN"));
        return { ChallengeParameters: {}, AuthenticationResult: result };
      }
      // Reported: AWS refuses a hash here, and passes it over in a refresh and an answer to a challenge; MiniStack 1.5.33's source.
      refuseSecret(visit.client, "secret hash", parameters.SECRET_HASH);
      if (input.AuthFlow === "USER_SRP_AUTH") return startSrp(visit, parameters);
      const password = readParameter(parameters, "PASSWORD");
      const { user, name } = findUser(visit, parameters);
      return signInWith(visit, user, name, () => visit.pool.isPasswordRight(user, name, password));
    },
  ),
};
