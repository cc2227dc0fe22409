import { createHash, randomUUID } from "node:crypto";
import { Validator } from "@cfworker/json-schema";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import type { PetsRouteKey } from "../config/access-control";
import { type ClaimType, type ClaimValue, TENANT_CLAIM } from "../config/claim-rules";
import { listLimit, type NewPet, newPetSchema, type Pet } from "../config/pet";
import { readCaller, readClaims } from "./lib/caller";
import { type Environment, requireVariable } from "./lib/environment";
import { createPetStore, type PetStore } from "./lib/pet-store";

/** An error response; its body is `{ "message": … }`. */
class Refusal extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

interface Answer {
  readonly statusCode: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
/** What operations know of the caller. */
interface Requester {
  readonly id: string;
  /** Those that config/token-claims.ts and the settings put into the token. */
  readonly claims: Readonly<Record<string, ClaimValue>>;
  /** The pets of any other tenant do not exist for the caller. */
  readonly tenantId: string;
}
type Operation = (event: APIGatewayProxyEvent, store: PetStore, requester: Requester) => Promise<Answer>;

/** Of a stack without a user directory. No directory can give it to anybody. */
const ONLY_TENANT = "-";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const newPetValidator = new Validator(newPetSchema, "4", false);

/** One function per route of the table; a missing one does not compile. */
const operations = {
  async "GET /pets"(event, store, { tenantId }) {
    const { limit, cursor } = event.queryStringParameters ?? {};
    const afterId = cursor === undefined ? undefined : readCursor(cursor, tenantId);
    const { pets, lastId } = await fromStore(store.list(tenantId, readLimit(limit), afterId));
    const nextCursor = lastId === undefined ? {} : { nextCursor: createCursor(lastId, tenantId) };
    return { statusCode: 200, body: { pets, ...nextCursor } };
  },

  async "GET /pets/{petId}"(event, store, { tenantId }) {
    const id = readPetId(event);
    const pet = await fromStore(store.get(tenantId, id));
    if (pet === undefined) throw unknownPet(id);
    return { statusCode: 200, body: pet };
  },

  async "POST /pets"(event, store, { id: callerId, tenantId }) {
    const pet: Pet = { id: randomUUID(), ...readNewPet(event), createdAt: new Date().toISOString() };
    await fromStore(store.add(tenantId, pet));
    console.info({ message: "pet added", petId: pet.id, callerId });
    // The path as the client sees it, including the stage or a custom domain's base path.
    const location = `${event.requestContext.path.replace(/\/$/, "")}/${pet.id}`;
    return { statusCode: 201, body: pet, headers: { Location: location } };
  },

  async "DELETE /pets/{petId}"(event, store, { id: callerId, tenantId }) {
    const id = readPetId(event);
    if (!(await fromStore(store.remove(tenantId, id)))) throw unknownPet(id);
    console.info({ message: "pet removed", petId: id, callerId });
    return { statusCode: 204 };
  },
} satisfies Record<PetsRouteKey, Operation>;

const isRoute = (key: string): key is PetsRouteKey => Object.hasOwn(operations, key);

/**
 * The pets API behind API Gateway's Lambda proxy integration. Authorization happens before it runs; it only refuses requests that no
 * authorizer has decided. With `TENANTS=on`, each caller has the tenant that the token names, and one without any is refused.
 *
 * @param claimTypes of the declared claims, by name.
 */
export function createHandler(
  environment: Environment,
  claimTypes: Readonly<Record<string, ClaimType>> = {},
  store: PetStore = createPetStore(requireVariable(environment, "TABLE_NAME")),
) {
  const hasTenants = environment.TENANTS === "on";
  const corsOrigins = requireVariable(environment, "CORS_ORIGINS").split(" ");

  const answer = async (event: APIGatewayProxyEvent): Promise<Answer> => {
    const { authorizer } = event.requestContext;
    const caller = readCaller(authorizer);
    if (caller === undefined) throw new Error("no authorizer ran before this function");
    const route = `${event.httpMethod} ${event.resource}`;
    if (!isRoute(route)) throw new Refusal(404, `there is no route ${route}`);
    const claims = readClaims(authorizer, claimTypes);
    return operations[route](event, store, { id: caller.id, claims, tenantId: hasTenants ? readTenant(claims) : ONLY_TENANT });
  };

  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { statusCode, body, headers } = await answer(event).catch(refuse);
    return {
      statusCode,
      headers: { "Content-Type": "application/json", ...corsHeaders(corsOrigins, event), ...headers },
      body: body === undefined ? "" : JSON.stringify(body),
    };
  };
}

/** Maps an error to a response; only `Refusal`s expose their message. */
function refuse(error: unknown): Answer {
  if (!(error instanceof Refusal)) console.error({ message: "request failed", error });
  const { statusCode, headers, message } = error instanceof Refusal ? error : new Refusal(500, "Internal server error");
  return { statusCode, headers, body: { message } };
}

function readTenant({ [TENANT_CLAIM]: tenantId }: Requester["claims"]): string {
  if (typeof tenantId === "string" && tenantId !== "") return tenantId;
  throw new Refusal(403, "You belong to no tenant");
}

/** A database failure is not the client's fault: it may retry soon, and learns nothing else. */
async function fromStore<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    console.error({ message: "table request failed", error });
    throw new Refusal(503, "The pets are not available right now, try again in a second", { "Retry-After": "1" });
  }
}

const unknownPet = (id: string) => new Refusal(404, `there is no pet ${id}`);

/** All ids are UUIDs of ours; no pet has any other. */
function readPetId(event: APIGatewayProxyEvent): string {
  const id = event.pathParameters?.petId ?? "";
  if (!UUID.test(id)) throw unknownPet(id);
  return id;
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return listLimit.default;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (limit >= listLimit.min && limit <= listLimit.max) return limit;
  throw new Refusal(400, `limit is "${text}"; expected a whole number from ${listLimit.min} to ${listLimit.max}`);
}

/** The last id of a page, and what shows that it was this tenant's. */
const createCursor = (id: string, tenantId: string) =>
  Buffer.from(
    `${id}.${createHash("sha256")
      .update(JSON.stringify([tenantId, id]))
      .digest("base64url")
      .slice(0, 16)}`,
  ).toString("base64url");

function readCursor(text: string, tenantId: string): string {
  const [id = ""] = Buffer.from(text, "base64url").toString().split(".");
  if (UUID.test(id) && createCursor(id, tenantId) === text) return id;
  throw new Refusal(400, `cursor is "${text}"; expected the nextCursor of an earlier answer`);
}

function isNewPet(value: unknown): value is NewPet {
  return newPetValidator.validate(value).valid;
}

function readNewPet({ body, isBase64Encoded }: APIGatewayProxyEvent): NewPet {
  let value: unknown;
  try {
    value = JSON.parse(isBase64Encoded ? Buffer.from(body ?? "", "base64").toString() : (body ?? ""));
    // Throws for a property name with a lone surrogate.
    if (isNewPet(value)) return value;
  } catch {
    throw new Refusal(400, "the body is not JSON");
  }
  // "properties" and "additionalProperties" only repeat that one of the other errors occurred.
  const reasons = newPetValidator
    .validate(value)
    .errors.filter(({ keyword }) => keyword !== "properties" && keyword !== "additionalProperties")
    .map(({ keyword, instanceLocation, error }) => {
      const place = instanceLocation.slice(2) || "body";
      return `${place}: ${keyword === "false" ? "There is no such property." : error}`;
    });
  throw new Refusal(400, `the body is not a ${newPetSchema.title}. ${reasons.join(" ")}`);
}

/** CORS headers for an allowed origin, with the response headers it may read; none for any other origin. */
function corsHeaders(origins: readonly string[], { headers }: APIGatewayProxyEvent): Record<string, string> {
  const allow = (origin: string) => ({
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": "Location,Retry-After",
  });
  const sent = origins.includes("*") ? "*" : (headers?.origin ?? headers?.Origin);
  return { Vary: "Origin", ...(sent !== undefined && origins.includes(sent) ? allow(sent) : {}) };
}
