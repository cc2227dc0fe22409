import * as pulumi from "@pulumi/pulumi";

/** Characters of the shortest names, of roles and functions, that are left once Pulumi has added its own: a hyphen and seven more. */
const MAX_LENGTH = 64 - 8;

/**
 * Options and name of a resource whose physical name is unique in an account, or stands in its console beside those of other
 * stacks: `pets-dev-users-1a2b3c4`. Pulumi adds the last part and records it before it asks AWS, so a create whose answer is lost
 * can be repeated under another name, and what it left behind is known by its own. A long stack's name is cut.
 *
 * @param folder of a kind of name that has folders: `/aws/lambda/`.
 */
export function nameInAccount(name: string, folder = ""): { readonly name: string; readonly aliases: pulumi.Alias[] } {
  const prefix = `${pulumi.getProject()}-${pulumi.getStack()}`.slice(0, MAX_LENGTH - name.length - 1);
  return { name: `${folder}${prefix}-${name}`, aliases: [{ name }] };
}

/** `pets/dev`, for descriptions. */
export const describeStack = (): string => `${pulumi.getProject()}/${pulumi.getStack()}`;
