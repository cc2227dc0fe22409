import * as pulumi from "@pulumi/pulumi";

/** The lowest limit, for roles and functions, is 64 characters; Pulumi's suffix takes eight. */
const MAX_LENGTH = 64 - 8;

/** Aliases of a resource that had these names before. */
export const aliasesOf = (formerNames: readonly string[]): pulumi.Alias[] => formerNames.map((name) => ({ name }));

/**
 * Name and aliases of a resource that is visible account-wide: `pets-dev-users-1a2b3c4`. Pulumi generates the suffix and records it
 * before calling AWS, so a create whose answer was lost can be repeated under a new name, and its leftover can be identified. Long
 * stack names are truncated.
 *
 * @param folder prefix for names with a path: `/aws/lambda/`.
 * @param formerNames that earlier versions of this program used instead of `name`.
 */
export function nameInAccount(
  name: string,
  folder = "",
  formerNames: readonly string[] = [],
): { readonly name: string; readonly aliases: pulumi.Alias[] } {
  // Stack names may contain dots, function names may not.
  const prefix = `${pulumi.getProject()}-${pulumi.getStack()}`.replaceAll(".", "-").slice(0, MAX_LENGTH - name.length - 1);
  const former = formerNames.flatMap((formerName) => [formerName, nameInAccount(formerName, folder).name]);
  return { name: `${folder}${prefix}-${name}`, aliases: aliasesOf([name, ...former]) };
}

/** `pets/dev`, for descriptions. */
export const describeStack = (): string => `${pulumi.getProject()}/${pulumi.getStack()}`;
