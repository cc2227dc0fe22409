/** A JWT, signed or encrypted, whole or cut off: its first part is a JSON object in base64url. */
const JWT = /\beyJ[\w-]{5,}(?:\.[\w-]*)*/g;
/** What stands behind the scheme, of a length that no word has. */
const CREDENTIAL = /\b(Bearer|Basic)\s+[\w.~+/-]{16,}=*/gi;

/** A text without what looks like a token: a function may log its whole event. Of JSON it leaves JSON. */
const redactText = (text: string): string => text.replace(CREDENTIAL, "$1 [redacted]").replace(JWT, "[redacted]");

/** A value that came as JSON, without what looks like a token in any of its texts. */
export const redact = (value: unknown): unknown =>
  typeof value === "string" ? redactText(value) : value === undefined ? value : JSON.parse(redactText(JSON.stringify(value)));
