import { quoteForShell } from "../config/command-line";
import { settingKeys } from "../config/setting-keys";
import { describeFault, type SettingChange, type SettingsFault } from "../config/settings-fault";

/** Finds all faults of a configuration: strings by key, without the project prefix. */
export type FindFaults = (config: Readonly<Record<string, string>>) => readonly SettingsFault[];

const ENDPOINT = "it is the engine's own address; choose its port with --port NUMBER";
/** Settings controlled by the engine, with what to use instead. */
const OWN: Readonly<Record<string, string>> = {
  strategy: "it is what the engine serves; choose that with --strategy NAME",
  cognitoEndpoint: ENDPOINT,
  apiEndpoint: ENDPOINT,
  allowPasswordAuth:
    "it is always true, for the page and the curl lines sign in by it; leave it out, clients can sign in by SRP as well",
};

/** Settings of features that the engine lacks. They are validated and have no effect. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  advancedSecurity: "the engine scores no risk, and refuses no sign-in for one",
  apiLogging: "every request is printed here anyway",
  functionArchitecture: "functions run on this machine's processor",
  logRetentionDays: "nothing is kept of what is printed here",
  protect: "nothing can be deleted here",
  xray: "the page shows the steps of each request",
};

/** Parses `key=value` or, as in a stack file, `pets:key=value` for the project "pets". */
function read(
  texts: readonly string[],
  project: string,
): { readonly config: Record<string, string>; readonly faults: readonly string[] } {
  const config: Record<string, string> = {};
  const faults: string[] = [];
  for (const text of texts) {
    const own = text.startsWith(`${project}:`) ? text.slice(project.length + 1) : text;
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(own) ?? [];
    const instead = key !== undefined && Object.hasOwn(OWN, key) ? OWN[key] : undefined;
    if (key === undefined || value === undefined) {
      faults.push(`"${text}" has no value; expected key=value, such as authorizerCacheTtlSeconds=0`);
    } else if (instead !== undefined)
      faults.push(`config key "${project}:${key}" is "${value}", but cannot be set here: ${instead}`);
    else if (Object.hasOwn(config, key)) {
      faults.push(`config key "${project}:${key}" was given twice, as "${config[key]}" and "${value}"`);
    } else config[key] = value;
  }
  return { config, faults };
}

function startCommand(changes: readonly SettingChange[]): string {
  const options = changes.map((change) => {
    if ("unset" in change) return `without --config ${change.unset}`;
    const { set, to } = change;
    if (set === "strategy") return `--strategy ${to}`;
    return `--config ${typeof to === "string" ? `${set}=${to}` : quoteForShell(`${set}=${JSON.stringify(to)}`)}`;
  });
  return `npm start -- ${options.join(" ")}`.replace(/ -- (?=without)/, " ");
}

/** Settings given to the engine, for every strategy that it serves. */
export interface GivenConfig {
  readonly config: Readonly<Record<string, string>>;
  /** What of it does nothing here, and why. */
  readonly notes: readonly string[];
  /** Everything that is wrong with it, one sentence for each. */
  readonly faults: readonly string[];
}

/** Parses `--config` options and validates them like the program does, for each strategy. */
export function readConfig(
  texts: readonly string[],
  strategies: readonly string[],
  { project, findFaults }: { readonly project: string; readonly findFaults: FindFaults },
): GivenConfig {
  const { config, faults: ownFaults } = read(texts, project);
  const found = new Map<string, string[]>();
  for (const strategy of strategies) {
    for (const fault of findFaults({ ...config, strategy })) {
      const message = describeFault(fault, startCommand);
      found.set(message, [...(found.get(message) ?? []), strategy]);
    }
  }
  const faults = Array.from(found, ([message, names]) =>
    names.length === strategies.length ? message : `with the strategy ${names.map((name) => `"${name}"`).join(", ")}: ${message}`,
  );
  const notes = settingKeys.flatMap(({ name }) => {
    const why = Object.hasOwn(config, name) ? WITHOUT_EFFECT[name] : undefined;
    return why === undefined ? [] : [`${name} changes nothing here: ${why}`];
  });
  return { config, notes, faults: [...ownFaults, ...faults] };
}
