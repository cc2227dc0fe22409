import type { HttpAnswer } from "./http-client";
import { readSentTokens } from "./load-client";

/** Checks of responses: return a complaint, or undefined. */

/** Complaints are printed and stored, so they must not contain anything like a token. */
const quote = ({ status, body }: HttpAnswer) => `${status} ${body.replace(/\beyJ[\w.-]+/g, "(a token)").slice(0, 200)}`;

export const checkBody =
  (expected: string) =>
  (answer: HttpAnswer): string | undefined =>
    answer.status === 200 && answer.body === expected ? undefined : quote(answer);

/** 401 or 403, depending on the strategy, with a message. */
export const checkRefusal = (answer: HttpAnswer): string | undefined =>
  (answer.status === 401 || answer.status === 403) && /"message":"[^"]/.test(answer.body) ? undefined : quote(answer);

export const checkTokens = (answer: HttpAnswer): string | undefined => {
  try {
    readSentTokens(answer, "access");
    return undefined;
  } catch {
    return quote(answer);
  }
};
