import { parse } from "yaml";
import { z } from "zod";

const stackFile = z.looseObject({ config: z.record(z.string(), z.unknown()).default({}) });

/** What belongs to one person's stack: its secrets provider or salt, and secrets. */
const OWN_KEYS = ["encryptionsalt", "encryptedkey", "secretsprovider"];
const isSecret = (value: unknown) => z.object({ secure: z.unknown() }).safeParse(value).success;

/**
 * What makes a committed stack file unusable for others: somebody's own encryption, for which `pulumi stack init` asks everybody else
 * for that person's passphrase, and values that the CLI would rewrite as soon as it writes the file.
 */
export function findStackFileFaults(text: string): readonly string[] {
  const { config, ...others } = stackFile.parse(parse(text));
  return [
    ...OWN_KEYS.filter((key) => key in others).map((key) => `${key} is of one person's stack; remove it`),
    ...Object.entries(config).flatMap(([key, value]) => {
      if (isSecret(value)) return [`${key} is a secret, which only the stack that set it can read; remove it`];
      const isWrittenSo = typeof value === "string" || (typeof value === "object" && value !== null);
      return isWrittenSo ? [] : [`${key} is ${value}; the CLI writes it as a text: "${value}"`];
    }),
  ];
}
