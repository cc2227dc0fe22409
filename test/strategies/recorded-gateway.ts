import { createPublicKey, verify } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Route } from "../../config/access-rules";
import { readCaller } from "../../handlers/lib/caller";
import type { RecordedResource, Recording } from "../../local/record";
import { isAllowed, requestArnOf, STAGE_ARN } from "../support/policy";
import { inputOf, textOf } from "../support/programs";
import { createTestPool, type TestPool, USER } from "../support/user-pool";
import type { ConformanceTarget, Ending, TokenRequest } from "./conformance";

type Values = Readonly<Record<string, unknown>>;
type Handler = (event: unknown) => Promise<unknown>;

interface Decision {
  readonly status: 200 | 401 | 403;
  /** `event.requestContext.authorizer`, as received by the function behind the method. */
  readonly authorizer?: Values;
}

const isValues = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
const valuesOf = (value: unknown): Values => (isValues(value) ? value : {});

/** Loads the very code that the program would deploy, with the environment that it would have. */
async function startFunction(resource: RecordedResource, fetchKeySet: () => Promise<Response>): Promise<Handler> {
  const archive = resource.inputs.code;
  if (!(archive instanceof pulumi.asset.AssetArchive)) throw new Error(`${resource.name} has no code`);
  const file = valuesOf(await archive.assets)["index.js"];
  const text = textOf(await valuesOf(file).text);
  const module: { exports: Values } = { exports: {} };
  const environment = valuesOf(inputOf(resource.inputs, "environment", "variables"));
  const start = new Function("module", "exports", "require", "process", "fetch", "console", text);
  start(module, module.exports, require, { env: environment }, fetchKeySet, { ...console, info: () => undefined });
  const { handler } = module.exports;
  if (typeof handler !== "function") throw new Error(`${resource.name} exports no handler`);
  return async (event) => handler(event);
}

/**
 * Cognito and API Gateway, as far as a decision goes, based on the recorded resources only: what the program does not create has no
 * influence here. An unknown kind of authorizer is an error, never a pass.
 */
export async function createRecordedGateway(recording: Recording): Promise<ConformanceTarget> {
  const pool = recording.one("aws:cognito/userPool:UserPool");
  const client = recording.one("aws:cognito/userPoolClient:UserPoolClient");
  const ownPool = createTestPool({ issuer: `https://${textOf(pool.state.endpoint)}`, clientId: client.id });
  const fetchKeySet = async () => new Response(JSON.stringify(ownPool.jwks));
  const findFunction = (arn: string) => {
    const found = recording.ofType("aws:lambda/function:Function").find(({ state }) => arn.includes(`${textOf(state.arn)}`));
    if (found === undefined) throw new Error(`no function has the ARN ${arn}`);
    return found;
  };

  const triggerArn = inputOf(pool.inputs, "lambdaConfig", "preTokenGenerationConfig", "lambdaArn");
  const trigger = triggerArn === undefined ? undefined : await startFunction(findFunction(textOf(triggerArn)), fetchKeySet);

  const issue = async ({ tokenUse, groups = [], claims = {}, pool: from = ownPool }: TokenRequest): Promise<string> => {
    if (tokenUse === "id") return from.idToken({ groups, claims });
    const event = {
      request: {
        userAttributes: {},
        groupConfiguration: { groupsToOverride: groups },
        scopes: ["aws.cognito.signin.user.admin"],
      },
      response: { claimsAndScopeOverrideDetails: null },
    };
    const added = inputOf(
      valuesOf(await trigger?.(event)),
      "response",
      "claimsAndScopeOverrideDetails",
      "accessTokenGeneration",
      "scopesToAdd",
    );
    return from.accessToken({ groups, claims, scopes: Array.isArray(added) ? added.map(textOf) : [] });
  };

  const authorizer = recording.one("aws:apigateway/authorizer:Authorizer");
  const header = /^method\.request\.header\.(\w+)$/.exec(textOf(authorizer.inputs.identitySource))?.[1];
  if (header !== "Authorization") throw new Error(`unknown identity source of ${authorizer.name}`);
  const type = textOf(authorizer.inputs.type);
  const lambda =
    type === "TOKEN" ? await startFunction(findFunction(textOf(authorizer.inputs.authorizerUri)), fetchKeySet) : undefined;
  const shape = authorizer.inputs.identityValidationExpression;

  /** A method without scopes requires an ID token, one with scopes an access token with any of them. */
  const decideByClaims = (token: string, scopes: unknown): Decision => {
    const claims = verifyToken(token.replace(/^Bearer /i, ""), ownPool);
    const hasScope =
      Array.isArray(scopes) &&
      textOf(claims?.scope ?? "")
        .split(" ")
        .some((scope) => scopes.includes(scope));
    if (claims === undefined || !hasScope) return { status: 401 };
    return {
      status: 200,
      authorizer: { claims: Object.fromEntries(Object.entries(claims).map(([key, value]) => [key, String(value)])) },
    };
  };

  const decideByPolicy = async (token: string, route: Route, ending: Ending): Promise<Decision> => {
    if (typeof shape === "string" && !new RegExp(`^(?:${shape})$`).test(token)) return { status: 401 };
    const event = { type: "TOKEN", authorizationToken: token, methodArn: `${STAGE_ARN}/GET/pets` };
    const answer = valuesOf(await lambda?.(event).catch((error: unknown) => error));
    if (answer.message === "Unauthorized") return { status: 401 };
    const policy = JSON.parse(JSON.stringify(answer.policyDocument));
    if (!isAllowed(policy, requestArnOf(route, "x1", ending))) return { status: 403 };
    return { status: 200, authorizer: { ...valuesOf(answer.context), principalId: answer.principalId } };
  };

  const decide = async (token: string | undefined, route: Route, ending: Ending = ""): Promise<Decision> => {
    const name = `${route.method}${route.path}`;
    const method = recording.one("aws:apigateway/method:Method", name).inputs;
    if (method.authorizerId !== authorizer.id) throw new Error(`${name} has another authorizer`);
    if (!token) return { status: 401 };
    if (method.authorization === "COGNITO_USER_POOLS" && type === "COGNITO_USER_POOLS") {
      return decideByClaims(token, method.authorizationScopes);
    }
    if (method.authorization === "CUSTOM" && type === "TOKEN") return decideByPolicy(token, route, ending);
    throw new Error(`unknown protection of ${name}: ${method.authorization} by ${type}`);
  };

  return {
    issue,
    pool: ownPool,
    decide: async (token, route, ending) => (await decide(token, route, ending)).status,
    async observeCallers(token, routes) {
      const decisions = await Promise.all(routes.map((route) => decide(token, route)));
      return {
        expected: { id: USER.sub, username: USER.username },
        seen: decisions.map(({ authorizer }) => readCaller(authorizer)),
      };
    },
    stop: async () => undefined,
  };
}

function verifyToken(token: string, { jwks, issuer }: TestPool): Values | undefined {
  const [head = "", body = "", signature = ""] = token.split(".");
  try {
    const parse = (part: string): Values => valuesOf(JSON.parse(Buffer.from(part, "base64url").toString()));
    const { kid, alg } = parse(head);
    const jwk = jwks.keys.find((key) => key.kid === kid);
    if (jwk === undefined || alg !== "RS256") return undefined;
    const key = createPublicKey({ key: { ...jwk }, format: "jwk" });
    const isSigned = verify("RSA-SHA256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
    const claims = parse(body);
    return isSigned && claims.iss === issuer && Number(claims.exp) > Date.now() / 1000 ? claims : undefined;
  } catch {
    return undefined;
  }
}
