export type SettingValue = string | readonly string[];

/** One step on the way to a configuration that is right. */
export type SettingChange = { readonly set: string; readonly to: SettingValue } | { readonly unset: string };

/** One thing that is wrong with a configuration. */
export interface SettingsFault {
  readonly key: string;
  readonly given: string;
  /** What was wrong, what came and what is accepted. */
  readonly problem: string;
  /** Ways to put it right, each with its changes. */
  readonly fixes: readonly (readonly SettingChange[])[];
}

/** A fault with what puts it right: a command, in the words of whoever takes the settings. */
export function describeFault({ problem, fixes }: SettingsFault, command: (changes: readonly SettingChange[]) => string): string {
  const isRemoval = fixes.flat().every((change) => "unset" in change);
  const start = fixes.length > 1 ? "Either" : isRemoval ? "Remove it with" : "Set it with";
  return `${problem}. ${start}: ${fixes.map(command).join(", or: ")}`;
}

/** Where settings are those of a stack. */
export const pulumiCommand = (changes: readonly SettingChange[]): string =>
  changes
    .map((change) => {
      if ("unset" in change) return `pulumi config rm ${change.unset}`;
      const { set, to } = change;
      if (typeof to === "string") return `pulumi config set ${set} ${to}`;
      return to.map((text, i) => `pulumi config set --path '${set}[${i}]' ${text}`).join(" && ");
    })
    .join(" && ");
