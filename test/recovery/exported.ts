/** A resource in a state. */
interface Exported {
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly inputs?: object;
  readonly outputs?: object;
  /** False for components. */
  readonly custom?: boolean;
}

const resourceOf = ({ type, name, custom = true, ...others }: Exported) => ({
  urn: `urn:pulumi:dev::pets::${type}::${name}`,
  type,
  custom,
  ...others,
});

/** A pending operation of an interrupted update. */
export const operation = (type: string, resource: Exported) => ({ type, resource: resourceOf(resource) });

/** What `pulumi stack export` prints. */
export const exportState = (resources: readonly Exported[], pending: readonly object[] = []): string =>
  JSON.stringify({
    version: 3,
    deployment: {
      manifest: { time: "2026-11-20T12:00:00Z" },
      secrets_providers: { type: "passphrase", state: { salt: "v1:x" } },
      resources: resources.map(resourceOf),
      pending_operations: pending,
    },
  });
