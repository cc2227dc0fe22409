import { expect } from "chai";
import { BoundedMap } from "../../../local/bounded-map";
import { Clock } from "../../../local/clock";
import { Lockout } from "../../../local/cognito/attempts";
import { readUserPool } from "../../../local/cognito/resources";
import { Sessions } from "../../../local/cognito/sessions";
import { createUserPool } from "../../../local/cognito/user-pool";
import { ADA, recordPool, runHandler, state } from "./support";

describe("BoundedMap", () => {
  it("evicts its least recently set entry", () => {
    const map = new BoundedMap<number>(2);

    map.set("a", 1).set("b", 2).set("a", 3).set("c", 4);

    expect([...map]).to.deep.equal([
      ["a", 3],
      ["c", 4],
    ]);
  });
});

describe("Sessions", () => {
  it("keeps at most 2,000, so that a flood cannot exhaust memory", () => {
    const sessions = new Sessions<number>(new Clock());
    const [first = "", second = ""] = Array.from({ length: 2001 }, (_, index) => sessions.open(index, 3));

    expect(() => sessions.read(first)).to.throw("Invalid session for the user.");
    expect(sessions.read(second)).to.equal(1);
  });
});

describe("lockout of unknown usernames", () => {
  it("is evicted for the least recently used names, so that a flood cannot exhaust memory", () => {
    const lockout = new Lockout(new Clock(), 1);
    for (let failure = 0; failure < 5; failure++) lockout.recordFailure("a");
    expect(() => lockout.check("a")).to.throw("Password attempts exceeded");

    lockout.recordFailure("b");

    expect(() => lockout.check("a")).not.to.throw();
  });

  it("cannot evict a real user's failed attempts", async () => {
    const surroundings = { clock: new Clock(), invoke: runHandler, sendCode: () => undefined };
    const pool = await createUserPool(readUserPool(await recordPool()), surroundings, await state);
    const ada = pool.users.create({ attributes: { email: ADA.email }, status: "CONFIRMED" }, () => ({
      salt: "01",
      verifier: "01",
    }));
    for (let failure = 0; failure < 5; failure++) {
      pool.attempt(ada, ADA.email, () => false);
      pool.attempt(undefined, "first@example.com", () => false);
    }

    for (let name = 0; name < 10_001; name++) pool.attempt(undefined, `${name}@example.com`, () => false);

    expect(() => pool.attempt(ada, ADA.email, () => true)).to.throw("Password attempts exceeded");
    expect(
      pool.attempt(undefined, "first@example.com", () => false),
      "is forgotten",
    ).to.equal(false);
  });
});
