import type { Route } from "../../../config/access-rules";
import type { Clause, Contract, FunctionFailure } from "../../../strategies/contract";
import { type Lab, signInNewUser } from "../lab";
import { createTopic, type Row, type Situation } from "../situation";

/** The clause if API Gateway answers from its cache, if it has one. */
const kept = (clause: Clause, { cache }: Contract): Clause =>
  cache === undefined ? clause : { ...clause, decidedBy: "cached policy", source: cache.isKept };

/** A second request with the same token. */
function createCachings(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const askTwice = async (lab: Lab, groups: readonly string[], secondsBetween = 0) => {
    const tokens = await signInNewUser(lab, groups);
    await lab.ask(route, tokens.sent);
    if (secondsBetween > 0) await lab.waitUntil(tokens, secondsBetween);
    return lab.ask(route, tokens.sent);
  };
  return createTopic("The second request with the same token", [
    {
      id: "second-request",
      sentence: "It comes at once",
      run: (lab) => askTwice(lab, everyGroup),
      expect: (contract) => kept(contract.permitted, contract),
    },
    {
      id: "second-refusal",
      sentence: "It comes at once, and the first was refused for want of the permission",
      run: (lab) => askTwice(lab, []),
      expect: (contract) => kept(contract.notPermitted, contract),
    },
    {
      id: "second-request-late",
      sentence: "It comes when the kept policy has run out, and the token has not, with authorizerCacheTtlSeconds 60",
      // Far below a token's life wherever it is asked.
      conditions: { cacheTtlSeconds: 60 },
      needsSeconds: ({ cacheTtlSeconds }) => cacheTtlSeconds + 60,
      run: (lab) => askTwice(lab, everyGroup, lab.cacheTtlSeconds + 60),
      expect: ({ permitted }) => permitted,
    },
    {
      id: "second-request-uncached",
      sentence: "It comes at once, with authorizerCacheTtlSeconds 0",
      conditions: { cacheTtlSeconds: 0 },
      run: (lab) => askTwice(lab, everyGroup),
      expect: ({ permitted }) => permitted,
    },
  ]);
}

/** What happens while the API is in operation: policies are cached, functions start or fail, keys rotate, and the strategy changes. */
export const createOperationSituations = (route: Route, everyGroup: readonly string[]): readonly Situation[] => [
  ...createCachings(route, everyGroup),
  ...createColdStarts(route, everyGroup),
  ...createKeyRotations(route, everyGroup),
  ...createChangeOvers(route),
  ...createFailures(route, everyGroup),
];

/** The first call of a function's new process. In this order: each row looks at the processes that those before it started. */
function createColdStarts(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const signIn = async (lab: Lab) => (await lab.signIn(await lab.createUser(everyGroup))).finding;
  const ask = async (lab: Lab) => lab.ask(route, (await signInNewUser(lab, everyGroup)).sent);
  const rows: readonly Row[] = [
    {
      id: "first-sign-in",
      sentence: "The first sign-in after the start",
      run: signIn,
      expect: (contract) => ({ ...contract.signIn, isColdStart: contract.signIn.decidedBy === "trigger function" }),
    },
    {
      id: "first-request",
      sentence: "The first request after the start",
      run: ask,
      expect: ({ permitted }) => ({ ...permitted, isColdStart: permitted.decidedBy === "authorizer function" }),
    },
    {
      id: "second-sign-in",
      sentence: "The next sign-in",
      run: signIn,
      expect: (contract) => ({ ...contract.signIn, isColdStart: false }),
    },
    {
      id: "second-token",
      sentence: "The next request, with another token",
      run: ask,
      expect: ({ permitted }) => ({ ...permitted, isColdStart: false }),
    },
  ];
  return createTopic("Cold starts", rows, { areFresh: true });
}

/** New signing keys while the old ones are no longer published: the worst case of a rotation. */
function createKeyRotations(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const askAnew = async (lab: Lab) => lab.ask(route, (await signInNewUser(lab, everyGroup)).sent);
  /** A token from before that was never used, while another from before was, so that whoever verifies knows the key. */
  const rotate = async (lab: Lab) => {
    const [known, unused] = [await signInNewUser(lab, everyGroup), await signInNewUser(lab, everyGroup)];
    await lab.ask(route, known.sent);
    await lab.rotateKeys();
    return unused;
  };
  const restarted = { conditions: { hasNewKeys: true } } as const;
  const rows: readonly Row[] = [
    {
      id: "old-key-in-use",
      sentence: "A token from before asks, and its key is no longer published",
      run: async (lab) => lab.ask(route, (await rotate(lab)).sent),
      expect: ({ withdrawnKeyInUse }) => withdrawnKeyInUse,
    },
    {
      id: "new-key-in-use",
      sentence: "A token from afterwards asks",
      async run(lab) {
        await rotate(lab);
        return askAnew(lab);
      },
      expect: ({ permitted }) => permitted,
    },
    {
      id: "old-key-replaced",
      sentence: "A token from before asks, after one from afterwards did",
      async run(lab) {
        const unused = await rotate(lab);
        await askAnew(lab);
        return lab.ask(route, unused.sent);
      },
      expect: ({ withdrawnKey }) => withdrawnKey,
    },
    {
      ...restarted,
      id: "old-key",
      sentence: "A token from before asks where nothing ran before, and its key is no longer published",
      run: (lab) => lab.ask(route, lab.tokensFromBefore().sent),
      expect: ({ withdrawnKey }) => withdrawnKey,
    },
    {
      ...restarted,
      id: "new-key",
      sentence: "A token from afterwards asks where nothing ran before",
      run: askAnew,
      expect: ({ permitted }) => permitted,
    },
  ];
  return createTopic("The pool signs with new keys", rows, { canRotateKeys: true });
}

/** Tokens issued before a stack changed over to the strategy. */
function createChangeOvers(route: Route): readonly Situation[] {
  const run = (lab: Lab) => lab.ask(route, lab.tokensFromBefore().sent);
  return createTopic("Changing over to this strategy", [
    {
      id: "changed-over",
      sentence: "It stood by for as long as tokens live; a token from before asks",
      conditions: { changedOver: "prepared" },
      run,
      expect: ({ permitted }) => permitted,
    },
    {
      id: "changed-over-at-once",
      sentence: "It did not stand by, which the program refuses; a token from before asks",
      conditions: { changedOver: "unprepared" },
      run,
      expect: ({ unprepared }) => unprepared,
    },
  ]);
}

const FAILURES: readonly FunctionFailure[] = ["throws", "hangs", "answers nonsense", "crashes"];

/** Failures of deciding functions, whose code is replaced for these rows. */
const createFailures = (route: Route, everyGroup: readonly string[]): readonly Situation[] =>
  FAILURES.flatMap((fault) => {
    const id = fault.replaceAll(" ", "-");
    const rows: readonly Row[] = [
      {
        id: `${id}-sign-in`,
        sentence: `It ${fault}; a user signs in`,
        decides: { question: "failure", fault, act: "sign-in" },
        run: async (lab) => (await lab.signIn(await lab.createUser(everyGroup))).finding,
        expect: ({ failure, signIn }) => (failure.at === "sign-in" ? failure[fault] : signIn),
      },
      {
        id: `${id}-request`,
        sentence: `It ${fault}; a token from before asks`,
        decides: { question: "failure", fault, act: "request" },
        run: (lab) => lab.ask(route, lab.tokensFromBefore().sent),
        expect: ({ failure, permitted }) => (failure.at === "request" ? failure[fault] : permitted),
      },
    ];
    return createTopic("The function that decides fails (its code is replaced)", rows, { failure: fault });
  });
