import { randomInt } from "node:crypto";
import { CognitoError } from "./errors";
import type { PasswordPolicy } from "./resource-inputs";

/** Symbols, including a space inside a password. Documented: developer guide, user-pool-settings-policies, read 2026-11. */
const SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";
const KINDS = [
  ["requireLowercase", "abcdefghijkmnopqrstuvwxyz", /[a-z]/, "must have lowercase characters"],
  ["requireUppercase", "ABCDEFGHJKLMNPQRSTUVWXYZ", /[A-Z]/, "must have uppercase characters"],
  ["requireNumbers", "23456789", /[0-9]/, "must have numeric characters"],
  ["requireSymbols", "!@#%&*?", new RegExp(`[${SYMBOLS.replaceAll(/[\]\\^-]/g, "\\$&")}]`), "must have symbol characters"],
] as const;

/** @throws CognitoError InvalidPasswordException naming the first rule that the password breaks. */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const refuse = (fault: string) =>
    new CognitoError("InvalidPasswordException", `Password did not conform with policy: ${fault}`);
  if (password.length < policy.minimumLength) throw refuse("Password not long enough");
  for (const [rule, , pattern, fault] of KINDS) {
    if (policy[rule] && !pattern.test(password)) throw refuse(`Password ${fault}`);
  }
}

const pick = (characters: string) => characters.charAt(randomInt(characters.length));

/** A temporary password with all four kinds of characters, so that it satisfies any policy. */
export function generatePassword({ minimumLength }: PasswordPolicy): string {
  const characters = KINDS.map(([, ofKind]) => pick(ofKind));
  const all = KINDS.map(([, ofKind]) => ofKind).join("");
  while (characters.length < Math.max(minimumLength, 12)) characters.splice(randomInt(characters.length + 1), 0, pick(all));
  return characters.join("");
}
