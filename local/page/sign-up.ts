import { changeGroup, confirmSignUp, messageOf, readState, resendCode, signUp } from "./api";
import type { MailedCode, SeededUser, StackState } from "./contract";
import type { SignUpState, Store } from "./state";

const START: SignUpState = { isBusy: false, done: new Set(), hasCodesFilledIn: false };

/** All attributes that any pool requires; users sign in with their email address. */
export function attributesOf(stacks: readonly StackState[]): readonly string[] {
  return [...new Set(["email", ...stacks.flatMap(({ requiredAttributes }) => requiredAttributes)])];
}

/** The latest code mailed to a user. */
export function codeFor(codes: readonly MailedCode[], { userPoolId }: StackState, { username }: SeededUser): string | undefined {
  return codes.find((mail) => mail.userPoolId === userPoolId && mail.to.toLowerCase() === username.toLowerCase())?.code;
}

/** Signs the user up in every pool; each mails its own code. */
export async function submitDetails(store: Store, form: FormData): Promise<void> {
  const { stacks } = store.state.engine;
  const attributes = Object.fromEntries(attributesOf(stacks).map((name) => [name, readField(form, name).trim()]));
  const [username, password] = [readField(form, "email").trim(), readField(form, "password")];
  await inEveryPool(store, (stack) => signUp(stack, attributes, password), {
    user: { name: attributes.name || username, username, password, groups: [] },
  });
}

/** Confirms the user in every pool and adds it to the selected groups. */
export async function submitCodes(store: Store, form: FormData, user: SeededUser): Promise<void> {
  const groups = form.getAll("group").filter((group) => typeof group === "string");
  await inEveryPool(
    store,
    async (stack) => {
      await confirmSignUp(stack, user.username, readField(form, stack.userPoolId).trim());
      for (const group of groups) await changeGroup("AdminAddUserToGroup", stack, user.username, group);
    },
    START,
  );
  if (store.state.signUp.problem !== undefined) return;
  store.set({ newUsers: [...store.state.newUsers, { ...user, groups }] });
  store.choose({ username: user.username });
}

/** Requests a new code from every pool that is still waiting for one. */
export async function sendNewCodes(store: Store, { username }: SeededUser): Promise<void> {
  const { engine, signUp: before } = store.state;
  if (before.isBusy) return;
  const { problem: _, ...going } = before;
  store.set({ signUp: { ...going, isBusy: true } });
  try {
    for (const stack of engine.stacks) if (!going.done.has(stack.userPoolId)) await resendCode(stack, username);
    store.set({ engine: await readState(), signUp: going });
  } catch (error) {
    store.set({ signUp: { ...going, problem: messageOf(error) } });
  }
}

export function fillInCodes(store: Store): void {
  store.set({ signUp: { ...store.state.signUp, hasCodesFilledIn: true } });
}

export function startSignUp(store: Store): void {
  store.set({ signUp: START });
}

/** Proceeds from pool to pool. A second attempt continues where the first one stopped. */
async function inEveryPool(
  store: Store,
  action: (stack: StackState) => Promise<void>,
  then: Partial<SignUpState>,
): Promise<void> {
  const { signUp: before } = store.state;
  if (before.isBusy) return;
  const { problem: _, ...going } = before;
  store.set({ signUp: { ...going, isBusy: true } });
  const done = new Set(before.done);
  let problem: string | undefined;
  for (const stack of store.state.engine.stacks) {
    try {
      if (!done.has(stack.userPoolId)) await action(stack);
      done.add(stack.userPoolId);
    } catch (error) {
      problem = `${stack.strategy}: ${messageOf(error)}`;
      break;
    }
  }
  await readState().then(
    (engine) => store.learn(engine),
    () => undefined,
  );
  const end = problem === undefined ? { ...START, ...then } : { ...going, done, problem };
  store.set({ signUp: end });
}

function readField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
