/** A request that has one of them as it is does not get through to the API. */
const UNSUPPORTED = /[|{}]/;

/**
 * A semicolon parts parameters as an ampersand does: it «results in the data being split».
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html, «for REST APIs», read 2026-11.
 */
export const parseQuery = (query: string): URLSearchParams => new URLSearchParams(query.replaceAll(";", "&"));

/**
 * «The plain text pipe character (|) and the curly brace character ({ or }) are not supported for any request URL query string and must
 * be URL-encoded», says the same page. A path is not spoken of.
 */
export const hasUnsupportedCharacter = (query: string): boolean => UNSUPPORTED.test(query);
