import { randomUUID } from "node:crypto";
import { headerOf, tamper, unsign } from "../../comparison/target/forged-tokens";
import type { Answer } from "../../comparison/target/http";
import { requestOf } from "../../comparison/target/target-stack";
import { otherUse as otherUseOf } from "../../comparison/target/tokens";
import { accessControl } from "../../config/access-control";
import type { Route } from "../../config/access-rules";
import type { Comparison } from "./comparison";
import { signByForeignKey } from "./foreign-key";
import { onBoth, type Pair, type Side } from "./sides";
import { signIn, userOf, users } from "./users";

const routes: readonly Route[] = accessControl.routes;

/** What identifies a request's sender; the same on both sides except for the token in it. */
interface Sender {
  readonly who: string;
  readonly authorization: Pair<string | undefined>;
}

function callRoute({ ask }: Side, route: Route, id: string, authorization?: string): Promise<Answer> {
  const { path, request } = requestOf(route, { authorization, id });
  return ask(path, {
    ...request,
    headers: { "Content-Type": "application/json", Origin: "http://localhost:3000", ...request.headers },
  });
}

async function askRoutes(comparison: Comparison, { who, authorization }: Sender): Promise<void> {
  for (const route of routes) {
    const petId = randomUUID();
    await comparison.ask(`${route.method} ${route.path}, ${who}`, (side) =>
      callRoute(side, route, petId, authorization[side.name]),
    );
  }
}

/** Every route, with every kind of token. */
export async function compareAuthorization(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  for (const stranger of await createStrangers(sides)) await askRoutes(comparison, stranger);

  const { tokenUse } = sides.engine;
  for (const user of users) {
    const { name } = user;
    const tokens = await signIn(sides, user);
    const bare = { engine: tokens.engine[tokenUse], emulator: tokens.emulator[tokenUse] };
    const withScheme = { engine: `Bearer ${bare.engine}`, emulator: `Bearer ${bare.emulator}` };
    await askRoutes(comparison, { who: `the ${tokenUse} token of ${name}`, authorization: withScheme });
    await askRoutes(comparison, { who: `the same token of ${name} once more, now from the cache`, authorization: withScheme });
    await askRoutes(comparison, { who: `the ${tokenUse} token of ${name} without the scheme`, authorization: bare });
  }
}

/** Senders who must be refused everywhere. */
async function createStrangers(sides: Pair<Side>): Promise<readonly Sender[]> {
  const { tokenUse } = sides.engine;
  const otherUse = otherUseOf(tokenUse);
  const admin = await signIn(sides, userOf("admin"));
  const nobody = await signIn(sides, userOf("nobody"));
  const says = (who: string, text: string | undefined): Sender => ({ who, authorization: { engine: text, emulator: text } });
  const shows = async (who: string, make: (side: Side) => string | Promise<string>): Promise<Sender> => ({
    who,
    authorization: await onBoth(sides, async (side) => `Bearer ${await make(side)}`),
  });
  const own = ({ name }: Side) => admin[name][tokenUse];
  return [
    says("no Authorization", undefined),
    says("an empty Authorization", ""),
    says("the scheme and no token", "Bearer"),
    says("another scheme", "Basic YTpi"),
    says("garbage", "garbage"),
    says("three letters between dots", "a.b.c"),
    says("garbage behind the scheme", "Bearer garbage"),
    says("three letters between dots behind the scheme", "Bearer a.b.c"),
    await shows("a tampered payload", ({ name }) => tamper(nobody[name][tokenUse], accessControl)),
    await shows("no signature and the algorithm none", (side) => unsign(own(side), { kid: headerOf(own(side)).kid }, "")),
    await shows("a foreign key under the pool's own kid", (side) => signByForeignKey(own(side))),
    await shows("a foreign key under its own kid", (side) => signByForeignKey(own(side), "foreign")),
    await shows("a foreign key and issuer", (side) =>
      signByForeignKey(own(side), "foreign", { iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Foreign00" }),
    ),
    await shows(`the ${otherUse} token`, ({ name }) => admin[name][otherUse]),
    {
      who: `the ${otherUse} token without the scheme`,
      authorization: { engine: admin.engine[otherUse], emulator: admin.emulator[otherUse] },
    },
  ];
}

/** Expired tokens of both sides, on every route. Changes the clock and the client, so it must come last. */
export async function compareExpiredToken(
  comparison: Comparison,
  sides: Pair<Side>,
  passTime: (side: Side) => Promise<{ readonly access: string; readonly id: string }>,
): Promise<void> {
  const { tokenUse } = sides.engine;
  const authorization = await onBoth(sides, async (side) => `Bearer ${(await passTime(side))[tokenUse]}`);
  await askRoutes(comparison, { who: "an expired token", authorization });
}
