import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../clock";
import { userNotFound } from "./errors";
import type { GroupModel, UserPoolModel } from "./resources";
import type { PasswordProof } from "./srp";

export const userState = z.object({
  /** Also the user's name: a pool that signs in by email names its users so. */
  sub: z.string(),
  attributes: z.record(z.string(), z.string()),
  status: z.enum(["UNCONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD"]),
  isEnabled: z.boolean(),
  proof: z.object({ salt: z.string(), verifier: z.string() }),
  passwordSetAtMs: z.number(),
  /** The code mailed at sign-up, as SHA-256. */
  confirmation: z.object({ codeHash: z.string(), expiresAtMs: z.number() }).optional(),
  groups: z.array(z.string()),
  createdAtMs: z.number(),
  modifiedAtMs: z.number(),
});
export type User = Readonly<z.infer<typeof userState>>;
export type Changes = Partial<Omit<User, "sub" | "createdAtMs" | "modifiedAtMs">>;

/** The users of one pool, oldest first. User objects are immutable. */
export class Users {
  readonly #bySub = new Map<string, User>();
  readonly #subByEmail = new Map<string, string>();
  revision = 0;

  constructor(
    private readonly model: UserPoolModel,
    private readonly clock: Clock,
    initial: readonly User[],
  ) {
    this.restore(initial);
  }

  /** Goes back to these users, and no others. */
  restore(users: readonly User[]): void {
    this.#bySub.clear();
    this.#subByEmail.clear();
    for (const user of users) this.#put(user);
    this.revision++;
  }

  get all(): readonly User[] {
    return [...this.#bySub.values()];
  }

  /** By email or by `sub`, which are the names that a user of such a pool has. */
  find(username: string): User | undefined {
    return this.#bySub.get(this.#subByEmail.get(this.toKey(username)) ?? username);
  }

  /** @throws CognitoError UserNotFoundException. */
  get(username: string): User {
    const user = this.find(username);
    if (user === undefined) throw userNotFound();
    return user;
  }

  create(user: Pick<User, "attributes" | "status" | "confirmation">, protect: (sub: string) => PasswordProof): User {
    const now = this.clock.now();
    const sub = randomUUID();
    const created = {
      ...user,
      sub,
      proof: protect(sub),
      isEnabled: true,
      passwordSetAtMs: now,
      groups: [],
      createdAtMs: now,
      modifiedAtMs: now,
    };
    return this.#put(created);
  }

  change(user: User, changes: Changes): User {
    return this.#put({ ...this.get(user.sub), ...changes, modifiedAtMs: this.clock.now() });
  }

  delete({ sub, attributes: { email = "" } }: User): void {
    this.#bySub.delete(sub);
    this.#subByEmail.delete(this.toKey(email));
    this.revision++;
  }

  /** The groups by precedence, lowest number first, then by name. Assumed: groups without precedence come last. */
  groupsOf({ groups }: User): readonly string[] {
    const rank = ({ precedence }: GroupModel) => precedence ?? Number.POSITIVE_INFINITY;
    return this.model.groups
      .filter(({ name }) => groups.includes(name))
      .toSorted((a, b) => (rank(a) === rank(b) ? (a.name < b.name ? -1 : 1) : rank(a) - rank(b)))
      .map(({ name }) => name);
  }

  /** The form in which names are compared. */
  toKey(username: string): string {
    return this.model.isCaseSensitive ? username : username.toLowerCase();
  }

  #put(user: User): User {
    this.#bySub.set(user.sub, user);
    this.#subByEmail.set(this.toKey(user.attributes.email ?? ""), user.sub);
    this.revision++;
    return user;
  }
}
