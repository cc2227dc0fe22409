import { expect } from "chai";
import type { Stack } from "../../../local/stack";
import { assemble, byKey, type Json, poolKey, takeApart } from "./forge";
import { AUTHORIZER, SCOPES, useEngine } from "./running";

/** Claims as JSON text, and the status of a token with them that the pool itself has signed. */
type Cases = Readonly<Record<string, number>>;

/** Claims that neither strategy may accept. They are JSON text, so that numbers and duplicate names stay as they are. */
const REFUSED = [
  '"exp":"9999999999"',
  '"exp":-1',
  '"exp":0',
  '"exp":1.5',
  '"exp":null',
  '"exp":true',
  '"exp":[9999999999]',
  '"exp":{"valueOf":9999999999}',
  '"exp":-1e400',
  '"exp":9999999999,"exp":1',
  '"iss":"https://cognito-idp.us-east-1.amazonaws.com/us-east-1_000000000"',
  '"iss":null',
  '"iss":["https://cognito-idp.us-east-1.amazonaws.com"]',
  '"iss":"__proto__"',
  '"iss":{"toString":"x"}',
  '"iss":""',
  '"token_use":null',
  '"token_use":"ID"',
  '"token_use":["id","access"]',
  '"token_use":"refresh"',
  '"nbf":9999999999',
  '"nbf":"tomorrow"',
];

const CASES: Readonly<Record<string, Cases>> = {
  [SCOPES]: {
    '"scope":["petsapi/read"]': 401,
    '"scope":{"0":"petsapi/read"}': 401,
    '"scope":null': 401,
    '"scope":1': 401,
    '"scope":""': 401,
    '"scope":"petsapi/reader xpetsapi/read"': 401,
    '"scope":"petsapi/read,petsapi/write"': 401,
    '"scope":"PETSAPI/READ"': 401,
    '"scope":"petsapi/*"': 401,
    '"scope":"*"': 401,
    '"scope":"petsapi/read\\tpetsapi/write"': 401,
    '"scope":"petsapi/write"': 401,
    '"scope":" petsapi/read "': 200,
    '"scope":"x","cognito:groups":["PetsAdmins"]': 401,
    '"__proto__":{"scope":"x"}': 200,
    '"exp":99999999999.5': 200,
    '"client_id":"another"': 200,
  },
  [AUTHORIZER]: {
    '"cognito:groups":"PetsAdmins"': 403,
    '"cognito:groups":{"0":"PetsAdmins","length":1}': 403,
    '"cognito:groups":[["PetsAdmins"]]': 403,
    '"cognito:groups":[null,1,{},"petsadmins","PetsAdmins "]': 403,
    '"cognito:groups":["__proto__","constructor","toString"]': 403,
    '"cognito:groups":["*"]': 403,
    '"cognito:groups":null': 403,
    '"cognito:groups":1': 403,
    '"cognito:groups":["PetsAdmins"],"cognito:groups":[]': 403,
    '"cognito:groups":[],"scope":"petsapi/read petsapi/write"': 403,
    '"__proto__":{"cognito:groups":[]}': 200,
    '"aud":"another"': 401,
    '"aud":null': 401,
    '"aud":{"0":"x"}': 401,
    '"sub":null': 401,
    '"sub":1': 401,
    '"cognito:username":["x"]': 401,
    '"exp":99999999999.5': 200,
  },
};

for (const strategy of [SCOPES, AUTHORIZER]) {
  describe(`unusual claims signed by the pool, with ${strategy}`, () => {
    const running = useEngine();
    let stack: Stack;
    let header: Json;
    let payload: Json;
    before(async () => {
      stack = running().stack(strategy);
      ({ header, payload } = takeApart(await running().tokenOf(stack, "admin")));
    });

    /** The last of two claims with the same name counts, so the replacement goes at the end. */
    const statusOf = async (claims: string) => {
      const text = `${JSON.stringify(payload).slice(0, -1)},${claims}}`;
      const token = assemble(header, text, byKey(poolKey(running(), stack).privateKey));
      return (await running().ask(stack, { token })).status;
    };

    it("are refused with an invalid time, issuer or token_use", async () => {
      for (const claims of REFUSED) expect(await statusOf(claims), claims).to.equal(401);
    });

    it("grant nothing through another type, case or name", async () => {
      for (const [claims, status] of Object.entries(CASES[strategy] ?? {}))
        expect(await statusOf(claims), claims).to.equal(status);
    });

    it("may have a list of groups as long as a header can hold", async () => {
      const names = Array.from({ length: 500 }, (_, i) => `group${i}`);
      const status = await statusOf(`"cognito:groups":${JSON.stringify([...names, "PetsAdmins"])}`);

      expect(status).to.equal(200);
    });

    it("are refused without an end of validity", async () => {
      expect(await statusOf('"exp":1e400')).to.equal(401);
    });

    it("leak nothing into the log", () => {
      expect(running().findLoggedSecrets()).to.deep.equal([]);
    });
  });
}
