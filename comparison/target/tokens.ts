import { z } from "zod";

/** Which of Cognito's two tokens a strategy's clients send. */
export type TokenUse = "access" | "id";

/** What a sign-in or a refresh gives. */
export interface Tokens extends Readonly<Record<TokenUse, string>> {
  /** Empty after a refresh, which issues none. */
  readonly refresh: string;
}

const resultSchema = z.object({ AccessToken: z.string(), IdToken: z.string(), RefreshToken: z.string().default("") });

/** Reads an `AuthenticationResult`. @throws ZodError if it has no tokens */
export function readTokens(result: unknown): Tokens {
  const { AccessToken: access, IdToken: id, RefreshToken: refresh } = resultSchema.parse(result);
  return { access, id, refresh };
}

export const otherUse = (tokenUse: TokenUse): TokenUse => (tokenUse === "access" ? "id" : "access");
