import type { TokenClaims } from "./claim-rules";

/**
 * What tokens say besides what Cognito writes and what the access-control table and the settings ask for. docs/tokens.md has a
 * worked example.
 */
export const tokenClaims: TokenClaims = { customAttributes: {}, set: {}, suppress: {} };
