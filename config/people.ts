import type { accessControl } from "./access-control";

type Group = keyof (typeof accessControl)["groups"] | keyof (typeof accessControl)["permissions"];

/** A record of the user directory, if there is one. */
const recordIn = (tenantId: string) => [{ table: "directory", key: "userId", item: { tenantId, entitlements: [] } }] as const;

/** Who can sign in from the start wherever the program runs locally. */
export const people: readonly {
  readonly name: string;
  readonly groups: readonly Group[];
  readonly items: ReturnType<typeof recordIn>;
}[] = [
  { name: "reader", groups: ["ReadPetsAccess"], items: recordIn("acme") },
  { name: "writer", groups: ["WritePetsAccess"], items: recordIn("globex") },
  { name: "admin", groups: ["PetsAdmins"], items: recordIn("acme") },
  { name: "nobody", groups: [], items: recordIn("acme") },
];
