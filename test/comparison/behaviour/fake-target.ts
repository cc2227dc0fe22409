import type { Lab } from "../../../comparison/behaviour/lab";
import type { Finding } from "../../../comparison/behaviour/report";
import type { Situation } from "../../../comparison/behaviour/situation";
import type { BehaviourTarget, Conditions } from "../../../comparison/behaviour/target";
import type { Contract } from "../../../strategies/contract";

const SOURCE = { confidence: "documented", text: "docs.example.com, read 2026-11" } as const;
export const OPEN = { status: "passed", decidedBy: "API Gateway", source: SOURCE } as const;
export const CLOSED = { status: 401, message: "Unauthorized", decidedBy: "API Gateway", source: SOURCE } as const;

/** A contract by which valid tokens pass and everything else is refused. */
export const CONTRACT: Contract = {
  signIn: OPEN,
  permitted: OPEN,
  notPermitted: CLOSED,
  noToken: CLOSED,
  notAToken: CLOSED,
  shapedLikeAToken: CLOSED,
  forged: CLOSED,
  unknownExtension: CLOSED,
  expired: CLOSED,
  otherPool: CLOSED,
  otherClient: CLOSED,
  otherKind: CLOSED,
  machine: OPEN,
  machineNotPermitted: CLOSED,
  schemeInCapitals: OPEN,
  respelledSignature: OPEN,
  unprepared: CLOSED,
  withdrawnKey: CLOSED,
  withdrawnKeyInUse: CLOSED,
  outstanding: SOURCE,
  cache: undefined,
  claims: { as: "texts", source: SOURCE },
  permissionMap: { readBy: "authorizer function", source: SOURCE },
  failure: { at: "request", throws: CLOSED, hangs: CLOSED, "answers nonsense": CLOSED, crashes: CLOSED },
};

export const REFUSAL: Finding = {
  status: 401,
  isPassed: false,
  message: "Unauthorized",
  decidedBy: "API Gateway",
  reason: "there is no token",
  isColdStart: false,
};

const unused = () => {
  throw new Error("no situation of these tests does so");
};

/** A target whose labs always return the same, and which records its requests. */
export function createFakeTarget(finding: Finding, strategies: readonly string[] = ["first", "second"]) {
  const entered: Conditions[] = [];
  const target: BehaviourTarget = {
    name: "fake",
    timingSource: "simulated on this machine",
    strategies,
    tokenValiditySeconds: 3600,
    hasPoolKeys: true,
    maxWaitSeconds: Number.POSITIVE_INFINITY,
    findObstacle: () => undefined,
    complete: async (findings) => findings,
    async enter(conditions) {
      entered.push(conditions);
      return strategies.map(
        (strategy): Lab => ({
          strategy,
          tokenUse: "access",
          tokenValiditySeconds: 3600,
          cacheTtlSeconds: 300,
          createUser: unused,
          addToGroup: unused,
          removeFromGroup: unused,
          disable: unused,
          signOutEverywhere: unused,
          revoke: unused,
          signIn: unused,
          refresh: unused,
          signInElsewhere: unused,
          requestMachineToken: unused,
          tokensFromBefore: unused,
          rotateKeys: unused,
          signAnew: unused,
          ask: async () => finding,
          askForClaim: async () => finding,
          add: unused,
          setRecord: unused,
          grant: unused,
          setDirectory: unused,
          waitUntil: unused,
        }),
      );
    },
    stop: async () => undefined,
  };
  return { target, entered };
}

/** A request without a token, which must be refused. */
export const NO_TOKEN: Situation = {
  id: "no-token",
  topic: "The token",
  sentence: "No token is sent",
  run: (lab) => lab.ask({ method: "GET", path: "/pets", permission: "ReadPetsAccess" }, undefined),
  expect: ({ noToken }) => noToken,
};
