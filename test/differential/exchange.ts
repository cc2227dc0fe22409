import { type Answer, send } from "../../comparison/target/http";
import type { Side } from "./sides";

/** Neither side checks the signature; both look at who sends one. */
const SIGNATURE = "AWS4-HMAC-SHA256 Credential=test/20261120/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0";
const isAdminOperation = (operation: string) => /^(?:Admin|List|Describe)/.test(operation);

/**
 * One request of Cognito's AWS JSON 1.1 protocol, signed where AWS asks for that. Not by the AWS SDK, which refuses to send what is
 * wrong on purpose, repeats requests, and shows an answer's members instead of its bytes. Of the headers only the content type is kept: the
 * body says what the others repeat, and which of them a web page may read is each side's own affair.
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

/** The JSON of a text, or the text itself where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The text at a path of an answer's JSON; empty where there is none, so that what is sent next differs and is seen. */
export function readText({ text }: Answer, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), parseJson(text));
  return typeof found === "string" ? found : "";
}
