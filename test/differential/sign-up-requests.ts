import { randomUUID } from "node:crypto";
import { inventUser, PASSWORD } from "../../comparison/target/test-users";
import type { Comparison } from "./comparison";
import { callCognito } from "./exchange";
import { onBoth, type Pair, type Side } from "./sides";
import { createSomebody } from "./users";

const attributes = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
const REQUIRED = { name: "Ada", locale: "en" };

/** SignUp and ConfirmSignUp. */
export async function compareSignUp(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  const invent = () => inventUser([], "newcomer").username;
  const signUp = (what: string, input: Readonly<Record<string, unknown>>) => {
    const defaults = { Username: invent(), Password: PASSWORD, UserAttributes: attributes(REQUIRED) };
    return comparison.ask(`SignUp, ${what}`, (side) =>
      callCognito(side, "SignUp", { ClientId: side.clientId, ...defaults, ...input }),
    );
  };

  for (const [what, password] of [
    ["a password too short", "Short-1a"],
    ["a password without capitals", "correct-horse-7-battery"],
    ["a password without small letters", "CORRECT-HORSE-7-BATTERY"],
    ["a password without a digit", "Correct-horse-x-battery"],
    ["a password without a symbol", "CorrectHorse7Battery"],
    ["a password short and without capitals", "short-1a"],
    ["a password of letters beyond ASCII and blanks", "Größe-7 größer als 6"],
    ["a password of 257 characters", `Aa1-${"x".repeat(253)}`],
    ["an empty password", ""],
  ] as const) {
    await signUp(what, { Password: password });
  }
  await signUp("no password", { Password: undefined });
  await signUp("no name", { Username: undefined });
  await signUp("a name that is not an email address", { Username: "newcomer" });
  await signUp("a required attribute missing", { UserAttributes: attributes({ locale: "en" }) });
  await signUp("no attributes", { UserAttributes: undefined });
  await signUp("a required attribute empty", { UserAttributes: attributes({ ...REQUIRED, name: "" }) });
  await signUp("an unknown attribute", { UserAttributes: attributes({ ...REQUIRED, "custom:shoe": "42" }) });
  await signUp("an attribute that the client may not write", { UserAttributes: attributes({ ...REQUIRED, nickname: "A" }) });
  await signUp("a sub of its own choice", { UserAttributes: attributes({ ...REQUIRED, sub: randomUUID() }) });
  await signUp("another email as attribute", { UserAttributes: attributes({ ...REQUIRED, email: "other@example.org" }) });
  await signUp("an unknown client", { ClientId: "unknownclient" });
  const email = invent();
  await signUp("valid", { Username: email });
  const again = invent();
  await signUp("the email as attribute as well", { Username: again, UserAttributes: attributes({ ...REQUIRED, email: again }) });
  await signUp("a name that is taken", { Username: email });
  await signUp("a name that is taken, in capitals", { Username: email.toUpperCase() });
  await signUp("a name that is taken and a weak password", { Username: email, Password: "short" });

  const confirm = (what: string, Username: string, ConfirmationCode: string) =>
    comparison.ask(`ConfirmSignUp, ${what}`, (side) =>
      callCognito(side, "ConfirmSignUp", { ClientId: side.clientId, Username, ConfirmationCode }),
    );
  await confirm("a name that nobody has", "nowhere@example.org", "000000");
  await confirm("of a confirmed user", await createSomebody(sides), "000000");
  await confirm("an empty code", email, "");
  await confirm("a wrong code", email, "000000");
  await onBoth(sides, (side) => callCognito(side, "AdminConfirmSignUp", { UserPoolId: side.userPoolId, Username: email }));
  await confirm("a wrong code after an administrator confirmed", email, "000000");
}
