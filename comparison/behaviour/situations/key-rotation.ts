import type { Route } from "../../../config/access-rules";
import { type Lab, requireTokens } from "../lab";
import type { Situation } from "../situation";

/** New signing keys while the old ones are no longer published: the worst case of a rotation. */
export function createKeyRotationSituations(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const signIn = async (lab: Lab) => requireTokens(await lab.signIn(await lab.createUser(everyGroup)));
  /** A token from before that was never used, while another from before was, so that whoever verifies knows the key. */
  const rotate = async (lab: Lab) => {
    const [known, unused] = [await signIn(lab), await signIn(lab)];
    await lab.ask(route, known.sent);
    await lab.rotateKeys();
    return unused;
  };
  const running = { topic: "The pool signs with new keys", conditions: { canRotateKeys: true } } as const;
  const restarted = { topic: "The pool signs with new keys", conditions: { hasNewKeys: true } } as const;
  return [
    {
      ...running,
      id: "old-key-in-use",
      sentence: "A token from before asks, and its key is no longer published",
      run: async (lab) => lab.ask(route, (await rotate(lab)).sent),
      expect: ({ withdrawnKeyInUse }) => withdrawnKeyInUse,
    },
    {
      ...running,
      id: "new-key-in-use",
      sentence: "A token from afterwards asks",
      run: async (lab) => {
        await rotate(lab);
        return lab.ask(route, (await signIn(lab)).sent);
      },
      expect: ({ permitted }) => permitted,
    },
    {
      ...running,
      id: "old-key-replaced",
      sentence: "A token from before asks, after one from afterwards did",
      run: async (lab) => {
        const unused = await rotate(lab);
        await lab.ask(route, (await signIn(lab)).sent);
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
      run: async (lab) => lab.ask(route, (await signIn(lab)).sent),
      expect: ({ permitted }) => permitted,
    },
  ];
}
