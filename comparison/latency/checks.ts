import type { HttpAnswer } from "./http-client";
import { readSentTokens } from "./load-client";

/** Checkers of answers: what is wrong with one, or nothing. */

/** Complaints are printed and kept, so nothing that looks like a token may be in one. */
const quote = ({ status, body }: HttpAnswer) => `${status} ${body.replace(/\beyJ[\w.-]+/g, "(a token)").slice(0, 200)}`;

export const checkBody =
  (expected: string) =>
  (answer: HttpAnswer): string | undefined =>
    answer.status === 200 && answer.body === expected ? undefined : quote(answer);

/** 401 by one strategy and 403 by the other, always with a message. */
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
