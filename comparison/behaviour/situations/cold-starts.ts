import type { Route } from "../../../config/access-rules";
import { type Lab, requireTokens } from "../lab";
import type { Situation } from "../situation";

/** The first call of a function's new process. */
export function createColdStartSituations(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const signIn = async (lab: Lab) => requireTokens(await lab.signIn(await lab.createUser(everyGroup)));
  // In this order: each looks at the processes that those before it started.
  const cold = { topic: "Cold starts", conditions: { areFresh: true } } as const;
  return [
    {
      ...cold,
      id: "first-sign-in",
      sentence: "The first sign-in after the start",
      run: async (lab) => (await lab.signIn(await lab.createUser(everyGroup))).finding,
      expect: ({ signIn }) => ({ ...signIn, isColdStart: signIn.decidedBy === "trigger function" }),
    },
    {
      ...cold,
      id: "first-request",
      sentence: "The first request after the start",
      run: async (lab) => lab.ask(route, (await signIn(lab)).sent),
      expect: ({ permitted }) => ({ ...permitted, isColdStart: permitted.decidedBy === "authorizer function" }),
    },
    {
      ...cold,
      id: "second-sign-in",
      sentence: "The next sign-in",
      run: async (lab) => (await lab.signIn(await lab.createUser(everyGroup))).finding,
      expect: ({ signIn }) => ({ ...signIn, isColdStart: false }),
    },
    {
      ...cold,
      id: "second-token",
      sentence: "The next request, with another token",
      run: async (lab) => lab.ask(route, (await signIn(lab)).sent),
      expect: ({ permitted }) => ({ ...permitted, isColdStart: false }),
    },
  ];
}
