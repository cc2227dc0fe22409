import { expect } from "chai";
import fc from "fast-check";
import { accessControl } from "../../config/access-control";
import { type AccessControl, createPermissionLookup } from "../../config/access-rules";
import { renderPermissionMap } from "../../config/permission-map";
import { keys } from "../../config/setting-keys";
import { createPermissionMap, MAX_STALE_MS, type ReadParameter, withPermissionMap } from "../../handlers/lib/permission-map";
import { type AwsAnswer, withAwsAnswers } from "../support/aws-answers";
import { withoutConsole } from "../support/console";

const TTL_MS = 60_000;
const ENVIRONMENT = { PERMISSION_MAP_PARAMETER: "/pets/dev/permission-map", PERMISSION_MAP_TTL_SECONDS: "60" };
const GOOD = '{"Interns":["ReadPetsAccess"]}';
const SMALLER = "{}";

/** A map under a clock and a parameter of the test's. An Error in place of a text is what reading it rejects with. */
function createMap(first: Error | string) {
  let nowMs = 0;
  let parameter = first;
  let reads = 0;
  const read: ReadParameter = async () => {
    reads++;
    if (parameter instanceof Error) throw parameter;
    return parameter;
  };
  const current = createPermissionMap(ENVIRONMENT, accessControl, read, () => nowMs);
  return {
    current,
    set: (text: Error | string) => {
      parameter = text;
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
    countReads: () => reads,
    /** What interns may do now; "refused" if nobody may do anything. */
    async ask() {
      const { result, lines } = await withoutConsole(() =>
        current().then(
          (table) => createPermissionLookup(table)(["Interns"]),
          () => "refused",
        ),
      );
      return { result, lines };
    },
  };
}
const READ = ["ReadPetsAccess"];

describe("createPermissionMap", () => {
  it("reads the parameter once within its time to live, and a change after it", async () => {
    const map = createMap(GOOD);
    expect((await map.ask()).result).to.deep.equal(READ);

    map.set(SMALLER);
    map.wait(TTL_MS - 1);
    expect((await map.ask()).result).to.deep.equal(READ);
    expect(map.countReads()).to.equal(1);

    map.wait(1);
    expect((await map.ask()).result).to.deep.equal([]);
    expect(map.countReads()).to.equal(2);
  });

  const bad: Readonly<Record<string, Error | string>> = {
    "a malformed parameter": '{"Interns":["ReadPetsAccess","WritePetsAccess"]',
    "one with an unknown permission": '{"Interns":["WritePetsAccess","Everything"]}',
    "one that is too large": `{"Interns":["WritePetsAccess"]${" ".repeat(4096)}}`,
    "a missing parameter": new Error("ParameterNotFound"),
    "no answer in time": new Error("TimeoutError"),
  };
  for (const [name, parameter] of Object.entries(bad)) {
    it(`grants no more than the last good map for ${name}, and logs one line`, async () => {
      const map = createMap(GOOD);
      await map.ask();
      map.set(parameter);
      map.wait(TTL_MS);

      const { result, lines } = await map.ask();

      expect(result).to.deep.equal(READ);
      expect(lines).to.have.lengthOf(1);
      expect(lines[0]).to.deep.include({ message: "permission map not usable", lastGoodAt: "1970-01-01T00:00:00.000Z" });
      expect(lines[0]).to.have.property("error").that.is.instanceOf(Error);
    });

    it(`refuses everything for ${name} without a good map before`, async () => {
      const map = createMap(parameter);

      const { result, lines } = await map.ask();

      expect(result).to.equal("refused");
      expect(lines).to.have.lengthOf(1);
    });
  }

  it("uses the last good map for 15 minutes beyond its time to live, and then refuses everything", async () => {
    const map = createMap(GOOD);
    await map.ask();
    map.set(new Error("down"));

    map.wait(TTL_MS + MAX_STALE_MS - 1);
    expect((await map.ask()).result).to.deep.equal(READ);
    map.wait(1);
    expect((await map.ask()).result).to.equal("refused");

    map.wait(5000);
    map.set(SMALLER);
    expect((await map.ask()).result).to.deep.equal([]);
  });

  it("counts a map's age from when it was asked for, not from when it came", async () => {
    let nowMs = 0;
    let reads = 0;
    const read: ReadParameter = async () => {
      reads++;
      nowMs += 500;
      return GOOD;
    };
    const current = createPermissionMap(ENVIRONMENT, accessControl, read, () => nowMs);
    await current();
    nowMs = TTL_MS;
    await current();

    expect(reads).to.equal(2);
  });

  it("does not use a map for as long as tokens live by default", () => {
    expect(MAX_STALE_MS).to.equal(15 * 60_000);
    expect(MAX_STALE_MS).to.be.lessThan(keys.accessTokenValidityMinutes.default * 60_000);
    expect(MAX_STALE_MS).to.be.lessThan(keys.idTokenValidityMinutes.default * 60_000);
  });

  describe("of Parameter Store", () => {
    /** What interns may do by a map that is read as functions read it. */
    async function askWith(answers: readonly AwsAnswer[]) {
      let asked: readonly { readonly operation: string }[] = [];
      let outcome: unknown;
      await withAwsAnswers(answers, async (requests) => {
        asked = requests;
        const current = createPermissionMap(ENVIRONMENT, accessControl);
        const { result } = await withoutConsole(() =>
          current().then((table) => createPermissionLookup(table)(["Interns"]), String),
        );
        outcome = result;
      });
      return { outcome, asked };
    }
    const found: AwsAnswer = [200, { Parameter: { Value: GOOD } }];
    const refused = "Error: Permissions cannot be looked up right now, try again in a minute";

    it("asks for the parameter alone", async () => {
      expect(await askWith([found])).to.deep.equal({
        outcome: READ,
        asked: [{ operation: "GetParameter", Name: "/pets/dev/permission-map" }],
      });
    });

    it("asks twice where there is an error or no answer, and then refuses everything, in little time", async () => {
      expect((await askWith([[500, {}], found])).outcome).to.deep.equal(READ);
      expect((await askWith([undefined, found])).outcome).to.deep.equal(READ);
      const { outcome, asked } = await askWith([[500, {}], [500, {}], found]);
      expect(outcome).to.equal(refused);
      expect(asked).to.have.lengthOf(2);

      const startedAt = performance.now();
      expect((await askWith([undefined, undefined, found])).outcome).to.equal(refused);
      expect(performance.now() - startedAt).to.be.lessThan(3000);
    });

    it("takes an answer without a value for no map", async () => {
      for (const body of [{}, { Parameter: {} }, { Parameter: { Value: "" } }])
        expect((await askWith([[200, body]])).outcome, JSON.stringify(body)).to.equal(refused);
    });
  });

  it("waits five seconds after a failure before it reads again, so that an outage slows down few requests", async () => {
    const map = createMap(GOOD);
    await map.ask();
    map.set(new Error("down"));
    map.wait(TTL_MS);
    await map.ask();
    map.wait(4999);
    await map.ask();
    expect(map.countReads()).to.equal(2);

    map.wait(1);
    await map.ask();
    expect(map.countReads()).to.equal(3);
  });

  it("waits a second after a failure without a good map, and grants nothing meanwhile", async () => {
    const map = createMap(new Error("down"));
    expect((await map.ask()).result).to.equal("refused");

    map.set(GOOD);
    map.wait(999);
    expect((await map.ask()).result).to.equal("refused");
    expect(map.countReads()).to.equal(1);

    map.wait(1);
    expect((await map.ask()).result).to.deep.equal(READ);
  });

  it("never grants what no good map within its bounds granted, in any order of changes, outages and waits", async () => {
    const permissions = Object.keys(accessControl.permissions);
    const step = fc.oneof(
      fc.record({ map: fc.subarray(permissions) }),
      fc.record({ bad: fc.constantFrom(...Object.values(bad)) }),
      fc.record({ waitMs: fc.nat(2 * (TTL_MS + MAX_STALE_MS)) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const map = createMap(GOOD);
        let nowMs = 0;
        const periods: { readonly granted: readonly string[]; endedAt: number }[] = [
          { granted: READ, endedAt: Number.POSITIVE_INFINITY },
        ];
        const end = () => {
          const last = periods.at(-1);
          if (last?.endedAt === Number.POSITIVE_INFINITY) last.endedAt = nowMs;
        };
        for (const one of steps) {
          if ("waitMs" in one) {
            nowMs += one.waitMs;
            map.wait(one.waitMs);
          } else {
            end();
            if ("map" in one) periods.push({ granted: one.map, endedAt: Number.POSITIVE_INFINITY });
            map.set("map" in one ? JSON.stringify({ Interns: one.map }) : one.bad);
          }
          const { result } = await map.ask();
          const possible = periods.filter(({ endedAt }) => nowMs - endedAt < TTL_MS + MAX_STALE_MS).map(({ granted }) => granted);
          if (result !== "refused") expect(possible.map(String)).to.include(String(result));
        }
      }),
    );
  });
});

describe("withPermissionMap", () => {
  it("makes a handler anew when the map has changed, and only then", async () => {
    const map = createMap(renderPermissionMap(accessControl));
    const made: AccessControl[] = [];
    const handle = withPermissionMap(map.current, (table) => {
      made.push(table);
      return async (group: string) => createPermissionLookup(table)([group]);
    });

    expect(await handle("PetsAdmins")).to.have.lengthOf(2);
    map.wait(TTL_MS);
    expect(await handle("PetsAdmins")).to.have.lengthOf(2);
    expect(made).to.have.lengthOf(1);

    map.set(SMALLER);
    map.wait(TTL_MS);
    expect(await handle("PetsAdmins")).to.deep.equal([]);
    expect(made).to.have.lengthOf(2);
  });
});
