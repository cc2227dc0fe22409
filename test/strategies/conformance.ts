import { expect } from "chai";
import fc from "fast-check";
import { tamper } from "../../comparison/target/forged-tokens";
import { otherUse, type TokenUse } from "../../comparison/target/tokens";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, grantsOf, type Route, scopeOf } from "../../config/access-rules";
import type { Caller } from "../../handlers/lib/caller";
import type { Clause } from "../../strategies/contract";
import type { Strategy } from "../../strategies/strategy";
import { createMachineClaims, createTestPool, type TestPool } from "../support/user-pool";

export interface TokenRequest {
  readonly tokenUse: TokenUse;
  readonly groups?: readonly string[];
  /** Claims that replace the pool's. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Who signs in place of the pool. */
  readonly pool?: TestPool;
}

export type Ending = "" | "/";

/** A strategy's stack that issues tokens and makes decisions. */
export interface ConformanceTarget {
  /** The stack's own pool, with its signing keys. */
  readonly pool: TestPool;
  issue(request: TokenRequest): Promise<string>;
  /** 200 if the request passed the gateway, whatever the function responded. A trailing slash leads to the same route. */
  decide(token: string | undefined, route: Route, ending: Ending): Promise<200 | 401 | 403>;
  /** The caller as seen by the functions behind the routes, as far as the target can tell, and the actual one. */
  observeCallers(
    token: string,
    routes: readonly Route[],
  ): Promise<{ readonly expected: Partial<Caller>; readonly seen: readonly (Partial<Caller> | undefined)[] }>;
  stop(): Promise<void>;
}

const MACHINE = "6d616368696e6500000000000";

const groups = [...grantsOf(accessControl).keys(), "Strangers"];
const findPermissions = createPermissionLookup(accessControl);

/** The behaviour required of every strategy, checked against every target that can run it. */
export function describeConformance(
  strategy: Strategy,
  {
    where,
    createTarget,
    hasTenants = false,
  }: {
    readonly where: string;
    readonly createTarget: (strategy: string) => Promise<ConformanceTarget>;
    /** The function behind refuses whoever has no tenant, such as a machine. */
    readonly hasTenants?: boolean;
  },
): void {
  describe(`${strategy.name} conforms ${where}`, function () {
    // Hundreds of requests to an engine, on a machine that may be busy.
    this.timeout(60_000);
    let target: ConformanceTarget;
    before(async () => {
      target = await createTarget(strategy.name);
    });
    after(() => target.stop());
    const { tokenUse } = strategy;
    const everything = { tokenUse, groups: ["PetsAdmins"] } as const;

    const statusesOf = async (token: string | undefined, ending: Ending = "") => {
      return Promise.all(accessControl.routes.map((route) => target.decide(token, route, ending)));
    };
    const statusesFor = async (request: TokenRequest) => statusesOf(await target.issue(request));
    const allOf = (status: number) => accessControl.routes.map(() => status);

    it("allows exactly the table's routes for every set of groups, with and without a trailing slash", async () => {
      await fc.assert(
        fc.asyncProperty(fc.subarray(groups), async (subset) => {
          const granted = findPermissions(subset);
          const token = await target.issue({ tokenUse, groups: subset });
          for (const ending of ["", "/"] as const) {
            const opened = (await statusesOf(token, ending)).map((status) => status === 200);
            expect(opened, `groups ${subset}, ending "${ending}"`).to.deep.equal(
              accessControl.routes.map(({ permission }) => granted.includes(permission)),
            );
          }
        }),
        { numRuns: 2 ** groups.length },
      );
    });

    it("accepts the token with and without the Bearer scheme, in any case", async () => {
      const token = await target.issue(everything);

      expect(await statusesOf(token)).to.deep.equal(allOf(200));
      for (const scheme of ["Bearer", "bearer", "BEARER", "bEaReR"])
        expect(await statusesOf(`${scheme} ${token}`), scheme).to.deep.equal(allOf(200));
    });

    it("responds 401 to no token, to a scheme without one, and to anything but a token", async () => {
      for (const token of [undefined, "", "Bearer ", "Bearer", "garbage", "a.b.c", "aaaa.bbbb.cccc", "Basic YTpi"]) {
        expect(await statusesOf(token), `${token}`).to.deep.equal(allOf(401));
      }
    });

    it("responds 401 to the other kind of token, whatever its user's permissions", async () => {
      expect(await statusesFor({ ...everything, tokenUse: otherUse(tokenUse) })).to.deep.equal(allOf(401));
    });

    it("responds 401 to an expired token, to a tampered one and to a stranger's", async () => {
      const { pool } = target;
      const token = await target.issue({ tokenUse });
      const expired = Math.floor(Date.now() / 1000) - 1;

      expect(await statusesFor({ ...everything, claims: { exp: expired } })).to.deep.equal(allOf(401));
      expect(await statusesOf(tamper(token, accessControl))).to.deep.equal(allOf(401));
      expect(await statusesFor({ ...everything, pool: createTestPool({ ...pool, stranger: true }) })).to.deep.equal(allOf(401));
      expect(await statusesFor({ ...everything, pool: createTestPool({ ...pool, issuer: `${pool.issuer}X` }) })).to.deep.equal(
        allOf(401),
      );
    });

    // Here strategies may differ, as their contracts say.
    const statusOf = ({ status }: Clause) => (status === "passed" ? 200 : status);
    const otherClient = statusOf(strategy.contract.otherClient);
    it(`responds ${otherClient} to another client's token`, async () => {
      const { pool } = target;

      const statuses = await statusesFor({ ...everything, pool: createTestPool({ ...pool, clientId: "another" }) });

      expect(statuses).to.deep.equal(allOf(otherClient));
    });

    const ofContract = statusOf(strategy.contract.machine);
    const machine = hasTenants && ofContract === 200 ? 403 : ofContract;
    it(`responds ${machine} to a machine's token with every scope`, async () => {
      const scopes = Object.keys(accessControl.permissions).map((name) => scopeOf(accessControl, name));
      const token = await target.issue({
        tokenUse: "access",
        claims: { ...createMachineClaims(MACHINE, scopes), tenant_id: undefined },
      });

      expect(await statusesOf(token)).to.deep.equal(allOf(machine));
      if (machine !== 200) return;
      const { seen } = await target.observeCallers(token, accessControl.routes);
      expect(seen).not.to.deep.equal([]);
      for (const caller of seen) expect({ id: MACHINE, username: MACHINE }).to.include(caller);
    });

    it("shows the function the same caller as every other strategy does", async () => {
      const token = await target.issue(everything);

      const { expected, seen } = await target.observeCallers(token, accessControl.routes);

      expect(seen).not.to.deep.equal([]);
      for (const caller of seen) expect(caller).to.deep.equal(expected);
    });
  });
}
