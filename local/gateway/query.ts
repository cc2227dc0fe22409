/** Requests with one of these unencoded do not reach the API. */
const UNSUPPORTED = /[|{}]/;

/**
 * A semicolon separates parameters like an ampersand: it "results in the data being split".
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html, "for REST APIs", read 2026-11.
 */
export const parseQuery = (query: string): URLSearchParams => new URLSearchParams(query.replaceAll(";", "&"));

/**
 * "The plain text pipe character (|) and the curly brace character ({ or }) are not supported for any request URL query string and must
 * be URL-encoded" (same page). Paths are not mentioned.
 */
export const hasUnsupportedCharacter = (query: string): boolean => UNSUPPORTED.test(query);
