import type { Answer } from "../../comparison/target/http";
import { isRecord, parseJson } from "./exchange";
import type { Side } from "./sides";

/**
 * What is compared of a response, by its path: `answer`, `headers.vary`, `body.pets`. `answer` is the status, for a refusal with its
 * name and message; the other values are JSON.
 */
export interface Facts {
  readonly status: number;
  readonly byPath: ReadonlyMap<string, string>;
}

/** Picks what is compared of a JSON body. */
export type View = (body: unknown) => unknown;

const COMPARED_HEADERS = /^(?:content-type|access-control-.*|location|retry-after|vary)$/;

const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const ISO_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const SHA256 = /\b[\w+/]{43}=/g;

/** Members whose value differs each time, so that only its type is compared. Which pets come first depends on their random ids. */
const RANDOM_MEMBERS = new Set([
  ...["RefreshToken", "Session", "PaginationToken", "NextToken", "nextCursor", "kid", "n", "pets"],
  ...["exp", "iat", "auth_time", "CreationDate", "LastModifiedDate", "UserCreateDate", "UserLastModifiedDate"],
]);

export function readFacts(side: Side, { status, headers, text }: Answer, view: View = (body) => body): Facts {
  const body = normalize(side, view(parseJson(text)));
  const { __type: type = headers.get("x-amzn-errortype"), message, ...rest } = isRecord(body) ? body : {};
  const isRefusal = status >= 400;
  const summary = isRefusal ? [status, type, message].filter(Boolean).join(" ") : `${status}`;
  const byPath = new Map([["answer", summary]]);
  for (const [name, value] of headers) {
    if (COMPARED_HEADERS.test(name)) byPath.set(`headers.${name}`, JSON.stringify(normalizeText(side, value)));
  }
  flatten("body", isRefusal && isRecord(body) ? rest : body, byPath);
  return { status, byPath };
}

function normalizeText({ apiUrl, cognitoUrl, userPoolId, clientId }: Side, text: string): string {
  const basePath = new URL(apiUrl).pathname;
  const stage = `/${basePath.split("/").at(-1)}`;
  // The prefix of a path as clients see it: the stage on AWS, and more if several APIs share an address.
  const base = [basePath, stage].find((path) => text.startsWith(`${path}/`)) ?? "";
  return `${base === "" ? "" : "{base}"}${text.slice(base.length)}`
    .replaceAll(cognitoUrl, "{endpoint}")
    .replaceAll(userPoolId, "{pool}")
    .replaceAll(clientId, "{client}")
    .replace(JWT, "{jwt}")
    .replace(UUID, "{uuid}")
    .replace(ISO_TIME, "{time}")
    .replace(SHA256, "{hash}");
}

function normalize(side: Side, value: unknown): unknown {
  if (Array.isArray(value)) return normalizeList(side, value);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, normalizeMember(side, name, member)]));
  }
  return typeof value === "string" ? normalizeText(side, value) : value;
}

function normalizeMember(side: Side, name: string, value: unknown): unknown {
  if (RANDOM_MEMBERS.has(name)) return `{${Array.isArray(value) ? "list" : typeof value}}`;
  if (name === "__type" && typeof value === "string") return value.replace(/^.*#/, "");
  if (typeof value !== "string") return normalize(side, value);
  if (name === "AccessToken" || name === "IdToken") return normalize(side, decode(value));
  // Challenges carry JSON in strings.
  const json = /^[[{]/.test(value) ? parseJson(value) : value;
  return typeof json === "string" ? normalizeText(side, json) : normalize(side, json);
}

/** Attributes become an object. No other list of objects has a meaningful order. */
function normalizeList(side: Side, list: readonly unknown[]): unknown {
  const pairs = list.flatMap((item) =>
    isRecord(item) && typeof item.Name === "string" ? [[item.Name, item.Value] as const] : [],
  );
  if (pairs.length > 0 && pairs.every(([, value]) => value !== undefined)) return normalize(side, Object.fromEntries(pairs));
  const normalized = list.map((item) => normalize(side, item));
  return normalized.some(isRecord) ? normalized.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : normalized;
}

/** A token's header and claims, and its lifetime. */
function decode(token: string): unknown {
  const [header, claims] = token
    .split(".", 2)
    .map((part) => parseJson(Buffer.from(part, "base64url").toString()))
    .map((part) => (isRecord(part) ? part : undefined));
  if (header === undefined || claims === undefined) return token;
  return { header, claims, lifetimeSeconds: Number(claims.exp) - Number(claims.iat) };
}

function flatten(path: string, value: unknown, facts: Map<string, string>): void {
  const members = isRecord(value) || (Array.isArray(value) && value.some(isRecord)) ? Object.entries(value) : [];
  if (members.length === 0) facts.set(path, JSON.stringify(value) ?? "undefined");
  for (const [name, member] of members) flatten(`${path}.${name}`, member, facts);
}
