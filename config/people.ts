import type { accessControl } from "./access-control";

type Group = keyof (typeof accessControl)["groups"] | keyof (typeof accessControl)["permissions"];

/** Who can sign in from the start wherever the program runs locally. */
export const people: readonly { readonly name: string; readonly groups: readonly Group[] }[] = [
  { name: "reader", groups: ["ReadPetsAccess"] },
  { name: "writer", groups: ["WritePetsAccess"] },
  { name: "admin", groups: ["PetsAdmins"] },
  { name: "nobody", groups: [] },
];
