import type { Settings } from "./settings";

/**
 * How a stack changes from one strategy to another without locking users out. While a strategy is on standby, its authorizer exists
 * and the user pool's tokens work under both, so only the methods remain to be changed.
 */

/** From the outputs of a deployed stack. */
export interface InForce {
  readonly strategy: string;
  readonly standbyStrategy: string | undefined;
}

type Served = Pick<Settings, "standbyStrategy" | "strategy">;
type Lives = Pick<Settings, "accessTokenValidityMinutes" | "idTokenValidityMinutes">;
/** What clients need to know of a strategy. */
interface Protection {
  readonly name: string;
  readonly tokenUse: "access" | "id";
  /** Scopes are put into tokens once it is served; groups are in every token. */
  readonly permissionsInToken: "groups" | "scopes";
}

const isServed = ({ strategy, standbyStrategy }: InForce, name: string) => strategy === name || standbyStrategy === name;
const kindOf = ({ tokenUse }: Protection) => (tokenUse === "access" ? "access" : "ID");

/** The strategy would change in one step: the old one is no longer served, or the new one was not served before. */
export class ChangeOverError extends Error {
  readonly code = "CHANGE_OVER_UNSAFE";
  constructor(
    readonly from: string,
    readonly to: string,
    /** The new strategy is already on standby. */
    isPrepared: boolean,
  ) {
    const set = (key: string, value: string) => `pulumi config set ${key} ${value}`;
    const steps = [
      ...(isPrepared
        ? []
        : [
            `prepare: ${set("strategy", from)} && ${set("standbyStrategy", to)} && pulumi up, then wait as the output "changeOver" says`,
          ]),
      `change over: ${set("strategy", to)} && ${set("standbyStrategy", from)} && pulumi up`,
      "finish, once every client sends the other token: pulumi config rm standbyStrategy && pulumi up",
    ];
    super(
      `config key "pets:strategy" changes "${from}" to "${to}" in one step, which can lock users out: tokens issued before or ` +
        "during the update may be refused. These steps lock nobody out:\n" +
        steps.map((step, i) => `  ${i + 1}. ${step}`).join("\n"),
    );
    this.name = "ChangeOverError";
  }
}

/**
 * @param inForce as left by the last successful update. A failed one may already have moved the API, so the old strategy must stay
 * served until an update succeeds.
 * @throws ChangeOverError
 */
export function assertChangeOver(inForce: InForce | undefined, { strategy, standbyStrategy }: Served): void {
  if (inForce === undefined || inForce.strategy === strategy) return;
  const isPrepared = isServed(inForce, strategy);
  const isSafe = isPrepared && isServed({ strategy, standbyStrategy }, inForce.strategy);
  if (!isSafe) throw new ChangeOverError(inForce.strategy, strategy, isPrepared);
}

/** Each value is short enough for the Pulumi CLI to print in full. */
export interface ChangeOver {
  readonly tokens: string;
  readonly clients: string;
  readonly before: string;
  readonly next: string;
  readonly finish: string;
}

/** What clients do during a change-over and what comes next; undefined without a standby strategy. */
export function describeChangeOver(now: Protection, next: Protection | undefined, settings: Lives): ChangeOver | undefined {
  if (next === undefined) return undefined;
  const lifeMinutes = next.tokenUse === "access" ? settings.accessTokenValidityMinutes : settings.idTokenValidityMinutes;
  return {
    tokens: `new tokens work under both ${now.name} and ${next.name}`,
    clients: `send the ${kindOf(now)} token, and after a 401 try the ${kindOf(next)} token once`,
    before:
      next.permissionsInToken === "groups"
        ? `no need to wait: every ${kindOf(next)} token works under ${next.name}`
        : `wait ${lifeMinutes} minutes after it was first on standby, until every older ${kindOf(next)} token has expired`,
    next: `pulumi config set strategy ${next.name} && pulumi config set standbyStrategy ${now.name} && pulumi up`,
    finish: `once every client sends the ${kindOf(now)} token: pulumi config rm standbyStrategy && pulumi up`,
  };
}
