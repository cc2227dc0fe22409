/**
 * Required at sign-up. Cognito cannot change these later, and a new pool would have no users. A test
 * freezes this.
 */
export const signUpAttributes = ["email", "name", "locale"] as const;

/** Attributes that every user of the pool may have, with the number of characters that a token's size is computed with. */
export const userAttributes: Readonly<Record<string, number>> = {
  sub: 36,
  // The longest address. Source: RFC 5321, section 4.5.3.1.3, and RFC Editor erratum 1690.
  email: 254,
  email_verified: 5,
  // No limit but Cognito's 2,048 characters; assumed.
  name: 128,
  // Source: RFC 5646, section 4.4.1: 35 characters hold every practical tag.
  locale: 35,
};

/**
 * Names that OpenID Connect and Cognito's schema give a meaning: a trigger sets them in the ID token only.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html and user-pool-lambda-pre-token-generation.html, read 2026-11.
 */
export const standardAttributes: readonly string[] = [
  "address",
  "birthdate",
  "email",
  "email_verified",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "phone_number_verified",
  "picture",
  "preferred_username",
  "profile",
  "updated_at",
  "website",
  "zoneinfo",
];

export const CUSTOM_PREFIX = "custom:";
