import { z } from "zod";
import type { Route } from "../../config/access-rules";
import { jsonText } from "../../local/json-text";
import { sampleBody } from "../../local/page/sample-body";
import type { Finding } from "./report";

/** Asks the method of a route, its path as it is spelled; a parameter becomes some id, and a body one that the schema accepts. */
export function createRouteRequest(apiUrl: string, { method, path, body }: Route, authorization: string | undefined) {
  const init: RequestInit = {
    method,
    headers: {
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(sampleBody(body)) }),
  };
  return { url: `${apiUrl}${path.replace(/\{\w+\}/g, "x1")}`, init };
}

/** API Gateway writes a refusal by policy with a capital letter where the API has no response of its own. */
const answerText = jsonText.pipe(z.looseObject({ message: z.string().nullish(), Message: z.string().nullish() }));

/** What an answer says, of API Gateway, of Cognito or of the function behind a route. */
export function readAnswer({ status, headers }: Response, text: string): Pick<Finding, "challenge" | "message" | "status"> {
  const { data } = answerText.safeParse(text);
  const challenge = headers.get("www-authenticate");
  return { status, message: data?.message ?? data?.Message ?? null, ...(challenge === null ? {} : { challenge }) };
}
