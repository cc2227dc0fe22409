import type { Route } from "../../../config/access-rules";
import { type Contract, documented, pages, reported } from "../../../strategies/contract";
import type { DirectoryState } from "../directory-proxy";
import { type Lab, requireTokens } from "../lab";
import { createTopic, type Expectation, type Row, type Situation } from "../situation";
import { UNCACHED } from "./permission-map";

const refuse = { userDirectory: "refuse" } as const;
/** Without a cache, which matters to none of its rows, so that they share the stacks of those on the permission map. */
const omit = UNCACHED;

/** By the trigger, in words for the user, whom Cognito shows them. */
const refused = (sentence: string): Expectation => ({
  status: 400,
  message: `PreTokenGeneration failed with error ${sentence}.`,
  decidedBy: "trigger function",
  source: reported("the text around it in five independent public threads, read 2026-09"),
});
const UNKNOWN = refused("Your account has not been set up yet, ask an administrator");
const FAILED = refused("Your account cannot be looked up right now, try again in a minute");

const byTrigger = ({ signIn }: Contract): Expectation => ({
  ...signIn,
  decidedBy: "trigger function",
  source: documented(pages.tokenCustomization),
});
/** The trigger took every group out of the token. */
const withoutGroups = ({ notPermitted }: Contract): Expectation => notPermitted;

const prepare = async (lab: Lab, groups: readonly string[], tenantId = "acme") => {
  const user = await lab.createUser(groups);
  await lab.setRecord(user, { tenantId, entitlements: [] });
  return { user, tokens: requireTokens(await lab.signIn(user)) };
};

/** What happens while the directory is in this state, of which nothing is left afterwards. */
async function during<T>(lab: Lab, state: DirectoryState, act: () => Promise<T>): Promise<T> {
  lab.setDirectory(state);
  try {
    return await act();
  } finally {
    lab.setDirectory("answers");
  }
}

/** Users whom the directory does not know, and a directory that does not answer. */
function createDirectoryRows(route: Route, everyGroup: readonly string[]): readonly Row[] {
  const unknown = "A user whom the directory does not know";
  const signInUnknown = async (lab: Lab) => lab.signIn(await lab.createUser(everyGroup));
  const down = "The directory is down";
  const signInWhile = (state: DirectoryState) => async (lab: Lab) => {
    const { user } = await prepare(lab, everyGroup);
    return during(lab, state, () => lab.signIn(user));
  };
  return [
    {
      id: "unknown-user",
      sentence: `${unknown} signs in, with onUnknownUser refuse`,
      run: async (lab) => (await signInUnknown(lab)).finding,
      expect: () => UNKNOWN,
    },
    {
      id: "record-removed-refresh",
      sentence: "The user's record is removed, with onUnknownUser refuse; the token is refreshed",
      async run(lab) {
        const { user, tokens } = await prepare(lab, everyGroup);
        await lab.setRecord(user, undefined);
        return (await lab.refresh(tokens)).finding;
      },
      expect: () => UNKNOWN,
    },
    {
      id: "unknown-user-omitted",
      sentence: `${unknown} signs in, with onUnknownUser omit`,
      conditions: omit,
      run: async (lab) => (await signInUnknown(lab)).finding,
      expect: byTrigger,
    },
    {
      id: "unknown-user-omitted-request",
      sentence: `${unknown}, but who is in every group of the pool, asks with onUnknownUser omit`,
      conditions: omit,
      run: async (lab) => lab.ask(route, requireTokens(await signInUnknown(lab)).sent),
      expect: withoutGroups,
    },
    {
      id: "directory-down",
      sentence: `${down}, with onDirectoryFailure refuse; a user signs in`,
      run: async (lab) => (await signInWhile("down")(lab)).finding,
      expect: () => FAILED,
    },
    {
      id: "directory-down-refresh",
      sentence: `${down}, with onDirectoryFailure refuse; the token is refreshed`,
      async run(lab) {
        const { tokens } = await prepare(lab, everyGroup);
        return during(lab, "down", async () => (await lab.refresh(tokens)).finding);
      },
      expect: () => FAILED,
    },
    {
      id: "directory-down-request",
      sentence: `${down}; a token from before asks`,
      async run(lab) {
        const { tokens } = await prepare(lab, everyGroup);
        return during(lab, "down", () => lab.ask(route, tokens.sent));
      },
      expect: ({ permitted, outstanding }) => ({ ...permitted, source: outstanding }),
    },
    {
      id: "directory-slow",
      sentence: "The directory does not answer in time, with onDirectoryFailure refuse; a user signs in",
      run: async (lab) => (await signInWhile("slow")(lab)).finding,
      expect: () => FAILED,
    },
    {
      id: "directory-down-omitted",
      sentence: `${down}, with onDirectoryFailure omit; a user signs in`,
      conditions: omit,
      run: async (lab) => (await signInWhile("down")(lab)).finding,
      expect: byTrigger,
    },
    {
      id: "directory-down-omitted-request",
      sentence: `${down}, with onDirectoryFailure omit; a user who has just signed in asks`,
      conditions: omit,
      run: async (lab) => lab.ask(route, requireTokens(await signInWhile("down")(lab)).sent),
      expect: withoutGroups,
    },
  ];
}

/** Users of two tenants, and one who changes from one to the other. `add` makes what `find` asks for. */
function createTenantRows(add: Route, find: Route, everyGroup: readonly string[]): readonly Row[] {
  const found =
    (answer: 200 | 404) =>
    (contract: Contract): Expectation => ({ ...contract.permitted, answer });
  const askAs = async (lab: Lab, tenantId: string) => {
    const id = await lab.add(add, (await prepare(lab, everyGroup)).tokens.sent);
    return lab.ask(find, (await prepare(lab, everyGroup, tenantId)).tokens.sent, id);
  };
  /** A user in another tenant than when the token was issued, and what the first one holds. */
  const move = async (lab: Lab) => {
    const { user, tokens } = await prepare(lab, everyGroup);
    const id = await lab.add(add, tokens.sent);
    await lab.setRecord(user, { tenantId: "globex", entitlements: [] });
    return { id, tokens };
  };
  return [
    {
      id: "same-tenant",
      sentence: "Another user of the same tenant asks for what a user has added",
      run: (lab) => askAs(lab, "acme"),
      expect: found(200),
    },
    {
      id: "other-tenant",
      sentence: "A user of another tenant asks for it",
      run: (lab) => askAs(lab, "globex"),
      expect: found(404),
    },
    {
      id: "tenant-changed",
      sentence: "The user's tenant changes; the token that is out asks for what is the former one's",
      async run(lab) {
        const { id, tokens } = await move(lab);
        return lab.ask(find, tokens.sent, id);
      },
      // The same token has asked before, so a policy may have been kept.
      expect: ({ permitted, cache, outstanding }) =>
        cache === undefined
          ? { ...permitted, source: outstanding, answer: 200 }
          : { ...permitted, decidedBy: "cached policy", source: cache.isKept, answer: 200 },
    },
    {
      id: "tenant-changed-refresh",
      sentence: "The user's tenant changes; the refreshed token asks for what is the former one's",
      async run(lab) {
        const { id, tokens } = await move(lab);
        return lab.ask(find, requireTokens(await lab.refresh(tokens)).sent, id);
      },
      expect: found(404),
    },
  ];
}

/** A stack with a user directory. */
export function createDirectorySituations(
  routes: readonly Route[],
  route: Route,
  everyGroup: readonly string[],
): readonly Situation[] {
  const add = routes.find(({ method, body }) => method === "POST" && body !== undefined);
  const find = routes.find(({ method, path }) => method === "GET" && add !== undefined && path.startsWith(`${add.path}/{`));
  return [
    ...(add === undefined || find === undefined
      ? []
      : createTopic("Tenants of the user directory", createTenantRows(add, find, everyGroup), refuse)),
    ...createTopic("The user directory", createDirectoryRows(route, everyGroup), refuse),
  ];
}
