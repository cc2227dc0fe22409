import { PET, type Subject, takeClient } from "./subject";

/** Whatever users of one tenant do, they do it to its own pets. */
export async function checkTenants(subject: Subject): Promise<void> {
  const { checks } = subject;
  const say = (what: string) => `${subject.target.strategy}: ${what}`;
  const admin = await takeClient(subject, "admin");
  const rival = await takeClient(subject, "rival");
  const own: string[] = [];
  for (let i = 0; i < 2; i++) own.push((await admin("/pets", "POST", PET)).body.id);
  const [id = ""] = own;
  const theirs = (await rival("/pets", "POST", PET)).body.id;

  const idsOf = ({ body }: Awaited<ReturnType<typeof admin>>) => body.pets.map((pet: { readonly id: string }) => pet.id).sort();
  checks.equal(
    say("each tenant lists its own pets"),
    [idsOf(await admin("/pets")), idsOf(await rival("/pets"))],
    [own.toSorted(), [theirs]],
  );
  checks.equal(
    say("another tenant's pet can neither be read nor removed"),
    [(await rival(`/pets/${id}`)).status, (await rival(`/pets/${id}`, "DELETE")).status],
    [404, 404],
  );
  const reader = await takeClient(subject, "reader");
  checks.equal(say("somebody else of the tenant can read it"), (await reader(`/pets/${id}`)).status, 200);
  const { nextCursor } = (await admin("/pets?limit=1")).body;
  checks.equal(
    say("a cursor works in its own tenant only"),
    [(await admin(`/pets?cursor=${nextCursor}`)).status, (await rival(`/pets?cursor=${nextCursor}`)).status],
    [200, 400],
  );
  const removed = [];
  for (const one of own) removed.push((await admin(`/pets/${one}`, "DELETE")).status);
  removed.push((await rival(`/pets/${theirs}`, "DELETE")).status);
  checks.equal(say("each tenant removes its own"), removed, [204, 204, 204]);
}
