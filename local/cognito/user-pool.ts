import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../clock";
import type { Invoke } from "../lambda/invocation";
import { CODES_PER_HOUR, CONFIRMATIONS_PER_HOUR, HourlyLimit, Lockout } from "./attempts";
import type { UserPoolModel } from "./resources";
import { Sessions } from "./sessions";
import { SignIns, signInState } from "./sign-ins";
import { generateSigningKeys, loadSigningKeys, type SigningKeys, type SigningKeysState, signingKeysState } from "./signing-keys";
import { isPasswordRight, type PasswordProof, protectPassword, type SrpChallenge, simulateUser } from "./srp";
import { type User, Users, userState } from "./users";

/** Everything that survives a restart, as JSON; pending challenges and lockouts do not. Contains private keys: keep it secret. */
const poolState = z.object({
  version: z.literal(1),
  keys: signingKeysState,
  /** From which the salts of made-up names come, as hex. */
  simulationSecret: z.string(),
  users: z.array(userState),
  signIns: z.array(signInState),
});
export type PoolState = z.infer<typeof poolState>;
/** A new pool's has no keys yet. */
type NewPoolState = Omit<PoolState, "keys"> & { readonly keys: PoolState["keys"] | undefined };

export interface Surroundings {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly sendCode: (mail: { readonly userPoolId: string; readonly to: string; readonly code: string }) => void;
}

/** A pending PASSWORD_VERIFIER challenge: the name as given by the client, and the user's, or an invented one. */
interface PendingSrp {
  readonly clientId: string;
  readonly username: string;
  readonly userId: string;
  readonly challenge: SrpChallenge;
}
interface PendingNewPassword {
  readonly clientId: string;
  readonly sub: string;
}

/** A running pool: its model, its state, and what its operations share. */
export class UserPool {
  readonly users: Users;
  readonly signIns: SignIns;
  readonly srpSessions: Sessions<PendingSrp>;
  readonly newPasswordSessions: Sessions<PendingNewPassword>;
  readonly confirmationLimit: HourlyLimit;
  readonly codeLimit: HourlyLimit;
  /** When the engine started with it, which is when its groups were made. */
  readonly openedAtMs: number;
  /** Whoever invents names must not make room by them in the count of real users. */
  readonly #lockout: Lockout;
  readonly #strangerLockout: Lockout;
  #keysState: SigningKeysState | undefined;
  #keys: Promise<SigningKeys> | undefined;
  #rotations = 0;

  constructor(
    readonly model: UserPoolModel,
    readonly surroundings: Surroundings,
    private readonly initial: NewPoolState,
  ) {
    const { clock } = surroundings;
    this.openedAtMs = clock.now();
    this.#keysState = initial.keys;
    this.users = new Users(model, clock, initial.users);
    this.signIns = new SignIns(clock, initial.signIns);
    this.srpSessions = new Sessions(clock);
    this.newPasswordSessions = new Sessions(clock);
    this.confirmationLimit = new HourlyLimit(clock, CONFIRMATIONS_PER_HOUR);
    this.codeLimit = new HourlyLimit(clock, CODES_PER_HOUR);
    this.#lockout = new Lockout(clock, Number.POSITIVE_INFINITY);
    this.#strangerLockout = new Lockout(clock);
  }

  get state(): PoolState {
    const { version, simulationSecret } = this.initial;
    if (this.#keysState === undefined) throw new Error("the pool has no keys yet");
    return { version, keys: this.#keysState, simulationSecret, users: [...this.users.all], signIns: [...this.signIns.all] };
  }

  /** Counts up with every change of the state. */
  get revision(): number {
    return this.users.revision + this.signIns.revision + this.#rotations;
  }

  /** Generated when first asked for: that takes a tenth of a second, and not every pool is used. */
  get keys(): Promise<SigningKeys> {
    this.#keys ??= this.#loadKeys();
    return this.#keys;
  }

  async #loadKeys(): Promise<SigningKeys> {
    this.#keysState ??= await generateSigningKeys();
    return loadSigningKeys(this.#keysState);
  }

  /** Goes back to a state that it had. */
  restore({ keys, users, signIns }: PoolState): void {
    this.#useKeys(keys);
    this.users.restore(users);
    this.signIns.restore(signIns);
  }

  /** Signs by new keys from now on, and publishes no others: tokens that are out can be verified no more. */
  async rotateKeys(): Promise<void> {
    await this.keys;
    this.#useKeys(await generateSigningKeys());
  }

  #useKeys(state: SigningKeysState): void {
    if (state === this.#keysState) return;
    this.#keysState = state;
    this.#keys = undefined;
    this.#rotations++;
  }

  /** The name under which clients hash a user's password: the pool's own, then the user's. */
  identityOf(userId: string): string {
    return `${this.model.id.split("_")[1]}${userId}`;
  }

  protect(sub: string, password: string): PasswordProof {
    return protectPassword(this.identityOf(sub), password);
  }

  /** A user's id and password proof; for a name that nobody has, something that looks so, and the same each time. */
  identify(user: User | undefined, username: string): { readonly userId: string; readonly proof: PasswordProof } {
    if (user !== undefined) return { userId: user.sub, proof: user.proof };
    return simulateUser(Buffer.from(this.initial.simulationSecret, "hex"), this.users.toKey(username));
  }

  isPasswordRight(user: User | undefined, username: string, password: string): boolean {
    const { userId, proof } = this.identify(user, username);
    return isPasswordRight(this.identityOf(userId), password, proof);
  }

  /**
   * Judges one attempt at a password, and counts it.
   *
   * @throws CognitoError NotAuthorizedException while the name is locked out, whatever `judge` would say.
   */
  attempt(user: User | undefined, username: string, judge: () => boolean): boolean {
    const [lockout, name] = user === undefined ? [this.#strangerLockout, this.users.toKey(username)] : [this.#lockout, user.sub];
    lockout.check(name);
    const isRight = judge();
    if (isRight) lockout.clear(name);
    else lockout.recordFailure(name);
    return isRight;
  }
}

/** @throws Error for an unreadable saved state. */
export function createUserPool(model: UserPoolModel, surroundings: Surroundings, saved: unknown): UserPool {
  if (saved === undefined) {
    const simulationSecret = randomBytes(32).toString("hex");
    return new UserPool(model, surroundings, { version: 1, keys: undefined, simulationSecret, users: [], signIns: [] });
  }
  const { success, data, error } = poolState.safeParse(saved);
  if (!success)
    throw new Error(`the saved state of user pool ${model.id} was not written by this version; remove it`, { cause: error });
  return new UserPool(model, surroundings, data);
}
