import * as pulumi from "@pulumi/pulumi";

/** Roles and functions have the lowest limit, of 64 characters, of which Pulumi takes eight for a hyphen and its own part. */
const MAX_LENGTH = 64 - 8;

/**
 * Options and name of a resource whose physical name is unique in an account, or stands in its console beside those of other
 * stacks: `pets-dev-users-1a2b3c4`. Pulumi adds the last part and records it before it asks AWS, so a create whose answer is lost
 * can be repeated under another name, and what it left behind is known by its own. A long stack's name is cut.
 *
 * @param folder of a kind of name that has folders: `/aws/lambda/`.
 */
export function nameInAccount(name: string, folder = ""): { readonly name: string; readonly aliases: pulumi.Alias[] } {
  // A function's name has no dots, which a stack's may have.
  const prefix = `${pulumi.getProject()}-${pulumi.getStack()}`.replaceAll(".", "-").slice(0, MAX_LENGTH - name.length - 1);
  return { name: `${folder}${prefix}-${name}`, aliases: [{ name }] };
}

/** `pets/dev`, for descriptions. */
export const describeStack = (): string => `${pulumi.getProject()}/${pulumi.getStack()}`;
