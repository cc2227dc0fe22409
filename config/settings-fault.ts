export type SettingValue = string | readonly string[];

/** One change towards a valid configuration. */
export type SettingChange = { readonly set: string; readonly to: SettingValue } | { readonly unset: string };

/** One fault of a configuration. */
export interface SettingsFault {
  readonly key: string;
  readonly given: string;
  /** What was wrong, what was given and what is accepted. */
  readonly problem: string;
  /** Alternative fixes, each a list of changes. */
  readonly fixes: readonly (readonly SettingChange[])[];
}

/** The fault and its fixes as one sentence; `command` renders a fix for whoever reads it. */
export function describeFault({ problem, fixes }: SettingsFault, command: (changes: readonly SettingChange[]) => string): string {
  const isRemoval = fixes.flat().every((change) => "unset" in change);
  const start = fixes.length > 1 ? "Either" : isRemoval ? "Remove it with" : "Set it with";
  return `${problem}. ${start}: ${fixes.map(command).join(", or: ")}`;
}

/** Renders a fix as `pulumi config` commands. */
export const pulumiCommand = (changes: readonly SettingChange[]): string =>
  changes
    .map((change) => {
      if ("unset" in change) return `pulumi config rm ${change.unset}`;
      const { set, to } = change;
      if (typeof to === "string") return `pulumi config set ${set} ${to}`;
      return to.map((text, i) => `pulumi config set --path '${set}[${i}]' ${text}`).join(" && ");
    })
    .join(" && ");
