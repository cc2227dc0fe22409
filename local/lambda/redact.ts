/** A JWT, signed or encrypted, complete or truncated: its first part is a base64url-encoded JSON object. */
const JWT = /\beyJ[\w-]{5,}(?:\.[\w-]*)*/g;
/** Credentials after the scheme, longer than any word. */
const CREDENTIAL = /\b(Bearer|Basic)\s+[\w.~+/-]{16,}=*/gi;

/** Redacts what looks like a token, since functions may log whole events. JSON stays valid. */
const redactText = (text: string): string => text.replace(CREDENTIAL, "$1 [redacted]").replace(JWT, "[redacted]");

/** Redacts tokens in all strings of a JSON value. */
export const redact = (value: unknown): unknown =>
  typeof value === "string" ? redactText(value) : value === undefined ? value : JSON.parse(redactText(JSON.stringify(value)));
