/** Standard attributes of every pool. Documented: developer guide, user-pool-settings-attributes, read 2026-11. */
export const STANDARD: ReadonlySet<string> = new Set(
  (
    "address birthdate email family_name gender given_name locale middle_name name nickname phone_number picture " +
    "preferred_username profile updated_at website zoneinfo"
  ).split(" "),
);
export const VERIFICATIONS: ReadonlySet<string> = new Set(["email_verified", "phone_number_verified"]);
