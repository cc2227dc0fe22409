import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { expect } from "chai";
import { createHandler } from "../../handlers/pre-token-generation";
import { createLargeTable } from "../support/large-table";
import { petsTable } from "../support/pets-table";

const eventOf = (groupsToOverride?: string[]): PreTokenGenerationV2TriggerEvent => ({
  version: "2",
  triggerSource: "TokenGeneration_Authentication",
  region: "us-east-1",
  userPoolId: "us-east-1_573657273",
  userName: "7d8ca528-4931-4254-9273-ea5ee853f271",
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "77656200000000000000000000" },
  request: { userAttributes: {}, groupConfiguration: groupsToOverride === undefined ? {} : { groupsToOverride }, scopes: [] },
  response: { claimsAndScopeOverrideDetails: {} },
});
const scopesOf = async (groups: string[], handler = createHandler({}, petsTable)) =>
  (await handler(eventOf(groups))).response.claimsAndScopeOverrideDetails.accessTokenGeneration?.scopesToAdd;

describe("pre-token-generation trigger", () => {
  it("adds openid, profile and the scope of the user's group to the access token, and changes nothing else", async () => {
    const event = eventOf(["ReadPetsAccess"]);

    const answer = await createHandler({}, petsTable)(event);

    expect(answer).to.deep.equal({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ["openid", "profile", "petsapi/read"] } },
      },
    });
  });

  it("adds each scope once and in a fixed order, however many groups grant it", async () => {
    const all = ["openid", "profile", "petsapi/read", "petsapi/write"];

    expect(await scopesOf(["PetsAdmins"])).to.deep.equal(all);
    expect(await scopesOf(["WritePetsAccess", "ReadPetsAccess"])).to.deep.equal(all);
    expect(await scopesOf(["PetsAdmins", "WritePetsAccess", "PetsAdmins"])).to.deep.equal(all);
  });

  it("returns the event of a user without groups unchanged", async () => {
    for (const event of [eventOf([]), eventOf()]) {
      const before = structuredClone(event);

      const answer = await createHandler({}, petsTable)(event);

      expect(answer).to.equal(event).and.to.deep.equal(before);
    }
  });

  it("ignores groups that the table does not have", async () => {
    expect(await scopesOf(["Strangers", "ReadPetsAccess", "constructor"])).to.deep.equal(["openid", "profile", "petsapi/read"]);
    expect(await scopesOf(["Strangers", "__proto__"])).to.equal(undefined);
  });

  it("accepts Cognito's minimal event", async () => {
    const bare = {
      ...eventOf(),
      request: { userAttributes: {}, groupConfiguration: null },
      response: { claimsAndScopeOverrideDetails: null },
    };

    const answer = await createHandler({}, petsTable)(JSON.parse(JSON.stringify(bare)));

    expect(answer.response).to.deep.equal({ claimsAndScopeOverrideDetails: null });
  });

  it("adds 42 scopes for 40 permissions, which fit into a request's headers", async () => {
    const scopes = await scopesOf(["Everything"], createHandler({}, createLargeTable()));

    expect(scopes).to.have.lengthOf(42);
    // API Gateway takes 10,240 bytes of headers in all; a token also carries its groups and about 1 KB besides.
    const claims = JSON.stringify({ scope: scopes?.join(" "), "cognito:groups": Object.keys(createLargeTable().permissions) });
    expect(Buffer.from(claims).toString("base64").length).to.be.lessThan(4096);
  });
});
