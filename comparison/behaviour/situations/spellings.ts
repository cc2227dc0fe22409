import type { AccessControl, Route } from "../../../config/access-rules";
import { assumed, reported } from "../../../strategies/contract";
import { signInNewUser } from "../lab";
import type { Situation } from "../situation";

const topic = "Spellings of a path";
const slashAtEnd = reported("that it leads there: github.com/aws-powertools/powertools-lambda-python/issues/1552, read 2026-11");

/** Trailing slashes on routes that end in a literal; on those that end in a parameter, a policy's wildcard matches it. */
function createSlashSituations({ permissions, routes }: AccessControl): readonly Situation[] {
  const ask = (
    id: string,
    family: string,
    groupsOf: (route: Route) => readonly string[],
    clause: "permitted" | "notPermitted",
  ): readonly Situation[] =>
    routes
      .filter(({ path }) => !path.endsWith("}"))
      .map((route) => {
        const variant = `${route.method} ${route.path}/`;
        return {
          id: `${id}:${variant}`,
          topic,
          sentence: `${family} ${variant}`,
          family,
          variant,
          async run(lab) {
            const { sent } = await signInNewUser(lab, groupsOf(route));
            return lab.ask({ ...route, path: `${route.path}/` }, sent);
          },
          expect: (contract) => ({ ...contract[clause], source: slashAtEnd }),
        };
      });
  const others = ({ permission }: Route) => Object.keys(permissions).filter((name) => name !== permission);
  return [
    ...ask("slash-permitted", "A user with this permission only asks", ({ permission }) => [permission], "permitted"),
    ...ask("slash-not-permitted", "A user with every permission but this one asks", others, "notPermitted"),
  ];
}

/**
 * Paths that a careless server would normalize to existing ones. Sent without a token: an existing path requires one, an unknown path is
 * refused before any strategy is involved.
 */
function createUnknownSituations({ routes }: AccessControl): readonly Situation[] {
  const [route] = routes;
  // A parameter at the root would take the encoded literal for its value.
  if (route === undefined || routes.some(({ path }) => path.startsWith("/{"))) return [];
  const ask = (id: string, what: string, path: Route["path"], source: string): Situation => ({
    id,
    topic,
    sentence: `${what}, and no token: ${route.method} ${path}`,
    run: (lab) => lab.ask({ ...route, path }, undefined),
    expect: () => ({ status: 403, message: "Missing Authentication Token", decidedBy: "API Gateway", source: assumed(source) }),
  });
  return [
    ask(
      "doubled-slash",
      "Two slashes in a row",
      `/${route.path}`,
      "that they are not one; github.com/localstack/localstack/issues/11253, read 2026-11, says that AWS takes them for one",
    ),
    ask(
      "encoded-letter",
      "An encoded letter",
      `/%${route.path.charCodeAt(1).toString(16)}${route.path.slice(2)}`,
      "that API Gateway decodes no path before it routes; if it does, an authorizer's policy can open more than it should",
    ),
  ];
}

/** Alternative spellings of a route's path. */
export const createSpellingSituations = (table: AccessControl): readonly Situation[] => [
  ...createSlashSituations(table),
  ...createUnknownSituations(table),
];
