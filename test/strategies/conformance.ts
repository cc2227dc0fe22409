import { expect } from "chai";
import fc from "fast-check";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, grantsOf } from "../../config/access-rules";
import { readCaller } from "../../handlers/lib/caller";
import type { Strategy } from "../../strategies/strategy";
import { deployStrategy } from "../support/programs";
import { createTestPool, USER } from "../support/user-pool";
import { createRecordedGateway, type TokenRequest } from "./recorded-gateway";

/** Cases that a strategy may decide otherwise than the others; each needs a reason that a reader can check. */
type DeclaredDifference = "another client's token";
export type Differences = Readonly<
  Partial<Record<DeclaredDifference, { readonly status: 200 | 401 | 403; readonly reason: string }>>
>;

const groups = [...grantsOf(accessControl).keys(), "Strangers"];
const findPermissions = createPermissionLookup(accessControl);

/** What every strategy has to do, said once and held against the code and the settings that it would deploy. */
export function describeConformance(strategy: Strategy, differences: Differences = {}): void {
  describe(`${strategy.name} conforms`, () => {
    const gateway = deployStrategy(strategy.name).then(createRecordedGateway);
    const { tokenUse } = strategy;
    const otherUse = tokenUse === "access" ? "id" : "access";
    const everything = { tokenUse, groups: ["PetsAdmins"] } as const;

    const statusesOf = async (token: string | undefined) => {
      const { decide } = await gateway;
      return Promise.all(accessControl.routes.map(async (route) => (await decide(token, route)).status));
    };
    const statusesFor = async (request: TokenRequest) => statusesOf(await (await gateway).issue(request));
    const allOf = (status: number) => accessControl.routes.map(() => status);

    it("opens to every set of groups exactly the routes that the table opens to it", async () => {
      await fc.assert(
        fc.asyncProperty(fc.subarray(groups), async (subset) => {
          const granted = findPermissions(subset);
          const opened = (await statusesFor({ tokenUse, groups: subset })).map((status) => status === 200);
          expect(opened, `groups ${subset}`).to.deep.equal(
            accessControl.routes.map(({ permission }) => granted.includes(permission)),
          );
        }),
        { numRuns: 2 ** groups.length },
      );
    });

    it("takes the token with and without the Bearer scheme", async () => {
      const token = await (await gateway).issue(everything);

      expect(await statusesOf(token)).to.deep.equal(allOf(200));
      expect(await statusesOf(`Bearer ${token}`)).to.deep.equal(allOf(200));
    });

    it("answers 401 to no token, to none at all behind the scheme, and to what is no token", async () => {
      for (const token of [undefined, "", "Bearer ", "Bearer", "garbage", "a.b.c", "Basic YTpi"]) {
        expect(await statusesOf(token), `${token}`).to.deep.equal(allOf(401));
      }
    });

    it("answers 401 to the other kind of token, whatever its user may do", async () => {
      expect(await statusesFor({ ...everything, tokenUse: otherUse })).to.deep.equal(allOf(401));
    });

    it("answers 401 to an expired token, to a tampered one and to a stranger's", async () => {
      const { issue, pool } = await gateway;
      const token = await issue(everything);
      const [head, body = "", signature] = token.split(".");
      const payload = JSON.parse(Buffer.from(body, "base64url").toString());
      const forged = Buffer.from(JSON.stringify({ ...payload, "cognito:groups": ["PetsAdmins"], scope: "petsapi/write" }));
      const expired = Math.floor(Date.now() / 1000) - 1;

      expect(await statusesFor({ ...everything, claims: { exp: expired } })).to.deep.equal(allOf(401));
      expect(await statusesOf(`${head}.${forged.toString("base64url")}.${signature}`)).to.deep.equal(allOf(401));
      expect(await statusesFor({ ...everything, pool: createTestPool({ ...pool, stranger: true }) })).to.deep.equal(allOf(401));
      expect(await statusesFor({ ...everything, pool: createTestPool({ ...pool, issuer: `${pool.issuer}X` }) })).to.deep.equal(
        allOf(401),
      );
    });

    const otherClient = differences["another client's token"] ?? { status: 401, reason: "" };
    it(`answers ${otherClient.status} to another client's token${otherClient.reason && `: ${otherClient.reason}`}`, async () => {
      const { pool } = await gateway;

      const statuses = await statusesFor({ ...everything, pool: createTestPool({ ...pool, clientId: "another" }) });

      expect(statuses).to.deep.equal(allOf(otherClient.status));
    });

    it("lets the function behind see the same caller as every other strategy does", async () => {
      const { issue, decide } = await gateway;
      const token = await issue(everything);

      for (const route of accessControl.routes) {
        const { authorizer } = await decide(token, route);
        expect(readCaller(authorizer)).to.deep.equal({ id: USER.sub, username: USER.username });
      }
    });
  });
}
