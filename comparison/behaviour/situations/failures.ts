import type { Route } from "../../../config/access-rules";
import type { FunctionFailure } from "../../../strategies/contract";
import type { Situation } from "../situation";

const FAULTS: readonly FunctionFailure[] = ["throws", "hangs", "answers nonsense", "crashes"];

/** Failures of deciding functions, whose code is replaced for these rows. */
export function createFailureSituations(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  return FAULTS.flatMap((fault): Situation[] => {
    const common = { topic: "The function that decides fails (its code is replaced)", conditions: { failure: fault } };
    const id = fault.replaceAll(" ", "-");
    return [
      {
        ...common,
        id: `${id}-sign-in`,
        sentence: `It ${fault}; a user signs in`,
        decides: { question: "failure", fault, act: "sign-in" },
        run: async (lab) => (await lab.signIn(await lab.createUser(everyGroup))).finding,
        expect: ({ failure, signIn }) => (failure.at === "sign-in" ? failure[fault] : signIn),
      },
      {
        ...common,
        id: `${id}-request`,
        sentence: `It ${fault}; a token from before asks`,
        decides: { question: "failure", fault, act: "request" },
        run: (lab) => lab.ask(route, lab.tokensFromBefore().sent),
        expect: ({ failure, permitted }) => (failure.at === "request" ? failure[fault] : permitted),
      },
    ];
  });
}
