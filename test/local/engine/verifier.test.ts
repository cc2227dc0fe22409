import { CognitoJwtVerifier } from "aws-jwt-verify";
import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  JwtExpiredError,
  JwtInvalidSignatureError,
  KidNotFoundInJwksError,
  ParameterValidationError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { expect } from "chai";
import { assemble, byKey, poolKey, takeApart } from "./forge";
import { AUTHORIZER, clientIdOf, SCOPES, type Tokens, useEngine } from "./running";

describe("aws-jwt-verify with the engine's key set", () => {
  const running = useEngine();

  /** The library fetches a pool's keys from AWS; here it is redirected to the same path of the engine. */
  const createVerifier = <Use extends "id" | "access">(
    tokenUse: Use,
    { strategy = SCOPES, clientId = clientIdOf(running().stack(strategy)) } = {},
  ) => {
    const fetchFromEngine = async (uri: string) => {
      const response = await fetch(`${running().engine.url}${new URL(uri).pathname}`);
      return response.arrayBuffer();
    };
    const jwksCache = new SimpleJwksCache({ fetcher: { fetch: fetchFromEngine } });
    return CognitoJwtVerifier.create({ userPoolId: running().stack(strategy).pool.id, tokenUse, clientId }, { jwksCache });
  };
  const signIn = (strategy: string): Promise<Tokens> => {
    const { username, password } = running().user("admin");
    return running().signIn(running().stack(strategy), username, password);
  };
  const errorOf = (verified: Promise<unknown>): Promise<unknown> =>
    verified.then(() => undefined).catch((error: unknown) => error);

  it("accepts the ID and the access token of every pool", async () => {
    for (const strategy of [SCOPES, AUTHORIZER]) {
      const { IdToken, AccessToken } = await signIn(strategy);

      const id = await createVerifier("id", { strategy }).verify(IdToken);
      const access = await createVerifier("access", { strategy }).verify(AccessToken);

      expect(id["cognito:groups"]).to.deep.equal(["PetsAdmins"]);
      expect(access.sub).to.equal(id.sub);
    }
  });

  it("refuses the other kind of token", async () => {
    const { IdToken, AccessToken } = await signIn(SCOPES);

    expect(await errorOf(createVerifier("id").verify(AccessToken))).to.be.instanceOf(CognitoJwtInvalidTokenUseError);
    expect(await errorOf(createVerifier("access").verify(IdToken))).to.be.instanceOf(CognitoJwtInvalidTokenUseError);
  });

  it("refuses the token of another client", async () => {
    const { IdToken, AccessToken } = await signIn(SCOPES);
    const clientId = clientIdOf(running().stack(AUTHORIZER));

    expect(await errorOf(createVerifier("id", { clientId }).verify(IdToken))).to.be.instanceOf(CognitoJwtInvalidClientIdError);
    expect(await errorOf(createVerifier("access", { clientId }).verify(AccessToken))).to.be.instanceOf(
      CognitoJwtInvalidClientIdError,
    );
  });

  it("refuses the token of another pool, by its issuer and by its key", async () => {
    const { IdToken } = await signIn(AUTHORIZER);
    const { header } = takeApart(IdToken);
    const { payload } = takeApart((await signIn(SCOPES)).IdToken);
    const { privateKey } = poolKey(running(), running().stack(AUTHORIZER));
    const verifier = createVerifier("id");

    expect(await errorOf(verifier.verify(IdToken))).to.be.instanceOf(ParameterValidationError);
    expect(await errorOf(verifier.verify(assemble(header, payload, byKey(privateKey))))).to.be.instanceOf(KidNotFoundInJwksError);
  });

  it("refuses a token with a changed payload, and an expired one", async () => {
    const { header, payload, signature } = takeApart((await signIn(AUTHORIZER)).IdToken);
    const { privateKey } = poolKey(running(), running().stack(AUTHORIZER));
    const verifier = createVerifier("id", { strategy: AUTHORIZER });

    const changed = assemble(header, { ...payload, "cognito:groups": ["Owners"] }, () => signature);
    const expired = assemble(header, { ...payload, exp: Math.floor(Date.now() / 1000) - 1 }, byKey(privateKey));

    expect(await errorOf(verifier.verify(changed))).to.be.instanceOf(JwtInvalidSignatureError);
    expect(await errorOf(verifier.verify(expired))).to.be.instanceOf(JwtExpiredError);
  });
});
