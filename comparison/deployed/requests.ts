import { DeleteRoleCommand, DeleteRolePolicyCommand, paginateListRolePolicies } from "@aws-sdk/client-iam";
import type { Clients } from "./clients";

export type Tags = Readonly<Record<string, string>>;

/** For services that return tags as a list of keys and values. */
export const readTagList = (
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Tags => Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));

/** Undefined if the resource does not exist (any more). */
export const unlessGone = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    // The SDK's errors have AWS's code as their name, which differs from service to service.
    if (error instanceof Error && /NotFound|NoSuchEntity/.test(error.name)) return undefined;
    throw error;
  });

/** The items of all pages. */
export async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** Deletes a role with its inline policies. */
export async function removeRole({ iam: client }: Clients, RoleName: string): Promise<void> {
  const policies = await collect(paginateListRolePolicies({ client }, { RoleName }), ({ PolicyNames }) => PolicyNames);
  for (const PolicyName of policies) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await client.send(new DeleteRoleCommand({ RoleName }));
}
