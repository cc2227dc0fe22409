import type { Settings } from "./settings";

/**
 * How a stack gets from one strategy to another without anybody being locked out. While a strategy stands by, the user pool's tokens
 * serve it as well as the one in force, and its authorizer is there, so that all that is left to change are the methods.
 */

/** What a deployed stack says of itself; left out where nothing is deployed. */
export interface InForce {
  readonly strategy: string;
  readonly standbyStrategy: string | undefined;
}

type Served = Pick<Settings, "standbyStrategy" | "strategy">;
type Lives = Pick<Settings, "accessTokenValidityMinutes" | "idTokenValidityMinutes">;
/** What of a strategy its clients have to know. */
interface Protection {
  readonly name: string;
  readonly tokenUse: "access" | "id";
  /** Makes tokens for it; left out where any token serves it as Cognito makes it. */
  readonly createTrigger?: unknown;
}

const isServed = ({ strategy, standbyStrategy }: InForce, name: string) => strategy === name || standbyStrategy === name;
const kindOf = ({ tokenUse }: Protection) => (tokenUse === "access" ? "access" : "ID");

/** The strategy changed in one step: what was in force is not served any more, or what comes was not served before. */
export class ChangeOverError extends Error {
  readonly code = "CHANGE_OVER_UNSAFE";
  constructor(
    readonly from: string,
    readonly to: string,
    /** The strategy that comes stands by already. */
    isPrepared: boolean,
  ) {
    const set = (key: string, value: string) => `pulumi config set ${key} ${value}`;
    const steps = [
      ...(isPrepared
        ? []
        : [
            `prepare: ${set("strategy", from)} && ${set("standbyStrategy", to)} && pulumi up, then wait as its output "changeOver" says`,
          ]),
      `change over: ${set("strategy", to)} && ${set("standbyStrategy", from)} && pulumi up`,
      "finish, once every client sends the other token: pulumi config rm standbyStrategy && pulumi up",
    ];
    super(
      `config key "pets:strategy" changes "${from}" to "${to}" in one step, which can lock people out: tokens from before, or those of ` +
        "whoever signs in meanwhile, may work under neither. These steps lock nobody out:\n" +
        steps.map((step, i) => `  ${i + 1}. ${step}`).join("\n"),
    );
    this.name = "ChangeOverError";
  }
}

/**
 * @param inForce as the last update that ran to its end left it: one that failed may have moved the API already, which is why the
 * strategy before has to be served until one succeeds.
 * @throws ChangeOverError
 */
export function assertChangeOver(inForce: InForce | undefined, { strategy, standbyStrategy }: Served): void {
  if (inForce === undefined || inForce.strategy === strategy) return;
  const isPrepared = isServed(inForce, strategy);
  const isSafe = isPrepared && isServed({ strategy, standbyStrategy }, inForce.strategy);
  if (!isSafe) throw new ChangeOverError(inForce.strategy, strategy, isPrepared);
}

/** Each text short enough for the Pulumi CLI to show it whole. */
export interface ChangeOver {
  readonly tokens: string;
  readonly clients: string;
  readonly before: string;
  readonly next: string;
  readonly finish: string;
}

/** What clients have to do while a strategy stands by, and how the change-over goes on; undefined where none does. */
export function describeChangeOver(now: Protection, next: Protection | undefined, settings: Lives): ChangeOver | undefined {
  if (next === undefined) return undefined;
  const lifeMinutes = next.tokenUse === "access" ? settings.accessTokenValidityMinutes : settings.idTokenValidityMinutes;
  return {
    tokens: `those issued now serve both ${now.name} and ${next.name}`,
    clients: `send the ${kindOf(now)} token, and after a 401 try the ${kindOf(next)} token once`,
    before:
      next.createTrigger === undefined
        ? `nothing to wait for: every ${kindOf(next)} token serves ${next.name}`
        : `wait ${lifeMinutes} minutes from when it stood by first, until each ${kindOf(next)} token from before has expired`,
    next: `pulumi config set strategy ${next.name} && pulumi config set standbyStrategy ${now.name} && pulumi up`,
    finish: `once every client sends the ${kindOf(now)} token: pulumi config rm standbyStrategy && pulumi up`,
  };
}
