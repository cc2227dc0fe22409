import { type Answer, send } from "../../comparison/target/http";
import type { Side } from "./sides";

/** Neither side checks the signature; both check who signs. */
const SIGNATURE = "AWS4-HMAC-SHA256 Credential=test/20261120/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0";
const isAdminOperation = (operation: string) => /^(?:Admin|List|Describe)/.test(operation);

/**
 * One request of Cognito's AWS JSON 1.1 protocol, signed if AWS requires it. Not through the AWS SDK, which refuses to send invalid
 * requests, retries, and exposes a response's members instead of its bytes. Of the headers only the content type is kept: the body
 * repeats what the others say, and which of them a web page may read is up to each side.
 */
export async function callCognito(
  { cognitoUrl }: Side,
  operation: string,
  input: unknown,
  isSigned = isAdminOperation(operation),
): Promise<Answer> {
  const answer = await send(`${cognitoUrl}/`, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
      ...(isSigned ? { Authorization: SIGNATURE } : {}),
    },
    body: typeof input === "string" ? input : JSON.stringify(input),
  });
  return { ...answer, headers: new Headers({ "Content-Type": answer.headers.get("content-type") ?? "" }) };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The parsed JSON of a text, or the text itself if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The text at a path of a response's JSON; empty if missing, so that what is sent next differs and is noticed. */
export function readText({ text }: Answer, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), parseJson(text));
  return typeof found === "string" ? found : "";
}
