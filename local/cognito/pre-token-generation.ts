import { z } from "zod";
import type { Invoke } from "../lambda/invocation";
import type { Trace } from "../trace";
import { type Customization, customization, customizationV1, describeChanges, groupDetails } from "./customization";
import type { ClientModel, UserPoolModel } from "./resources";
import { answerTo, callTrigger, createEnvelope, createMetadata, createUserAttributes, type Metadata } from "./triggers";
import type { User } from "./users";

export type TriggerSource =
  | "TokenGeneration_Authentication"
  | "TokenGeneration_NewPasswordChallenge"
  | "TokenGeneration_RefreshTokens";

export const API_SCOPE = "aws.cognito.signin.user.admin";

interface TriggerRequest {
  readonly pool: UserPoolModel;
  readonly client: ClientModel;
  readonly user: User;
  readonly groups: readonly string[];
  readonly source: TriggerSource;
  readonly clientMetadata: Metadata;
}

const createRequest = ({ user, groups, clientMetadata }: TriggerRequest) => ({
  userAttributes: createUserAttributes(user),
  groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
  ...createMetadata(clientMetadata),
});

/**
 * The event of each version, and what its answer asks for. Documented: developer guide, user-pool-lambda-pre-token-generation,
 * read 2026-11. That one version's answer to the other is unrecognizable is assumed.
 */
const VERSIONS = {
  V1_0: (request: TriggerRequest) => {
    const envelope = createEnvelope(request.pool, request.user, "1", request.source, request.client.id);
    return {
      event: { ...envelope, request: createRequest(request), response: { claimsOverrideDetails: null } },
      answer: answerTo(envelope, { groupConfiguration: groupDetails }, customizationV1).transform(({ response }) => response),
    };
  },
  V2_0: (request: TriggerRequest) => {
    const envelope = createEnvelope(request.pool, request.user, "2", request.source, request.client.id);
    return {
      event: {
        ...envelope,
        request: { ...createRequest(request), scopes: [API_SCOPE] },
        response: { claimsAndScopeOverrideDetails: null },
      },
      answer: answerTo(
        envelope,
        { groupConfiguration: groupDetails, scopes: z.array(z.string()).nullish() },
        customization,
      ).transform(({ response }) => response),
    };
  },
} as const;

/**
 * Calls the pool's trigger for the tokens' customization; empty if there is no trigger.
 *
 * @throws CognitoError UserLambdaValidationException, UnexpectedLambdaException or InvalidLambdaResponseException; no tokens are issued.
 */
export async function askTrigger(request: TriggerRequest, invoke: Invoke, trace: Trace): Promise<Customization> {
  const { pool, client } = request;
  if (pool.preTokenGeneration === undefined) return {};
  const { functionArn, eventVersion } = pool.preTokenGeneration;
  const { event, answer } = VERSIONS[eventVersion](request);

  const name = "pre-token-generation";
  const { data, called } = await callTrigger<Customization>({ name, functionArn, pool, event, answer }, invoke, trace);

  trace.add({ ...called, outcome: "ok", trigger: name, eventVersion, ...describeChanges(data, client.id) });
  return data;
}
