import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";

interface Change {
  readonly type: string;
  /** The properties that differ. */
  readonly properties: readonly string[];
}

/** MiniStack 1.5.33 accepts new tags for a REST API or a stage, but returns those that it was created with. */
export const isTagNotReadBack = ({ type, properties }: Change): boolean =>
  /^aws:apigateway\/(restApi|stage):/.test(type) && properties.every((name) => name === "tags" || name === "tagsAll");

/** What a preview would do: `update aws:cognito/userPool:UserPool users`. Unchanged resources do not count. */
export async function previewChanges(
  stack: Stack,
  isLeftOut: (change: Change) => boolean = () => false,
): Promise<readonly string[]> {
  const events: EngineEvent[] = [];
  await stack.preview({ onEvent: (event) => events.push(event) });
  return events.flatMap(({ resourcePreEvent }) => {
    if (resourcePreEvent === undefined || ["read", "same"].includes(resourcePreEvent.metadata.op)) return [];
    const { op, type, urn, diffs = [] } = resourcePreEvent.metadata;
    return isLeftOut({ type, properties: diffs }) ? [] : [`${op} ${type} ${urn.split("::").at(-1)}`];
  });
}
