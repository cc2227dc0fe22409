import { sign, verify } from "node:crypto";
import { expect } from "chai";
import { generateSigningKeys, loadSigningKeys } from "../../../local/cognito/signing-keys";

describe("generateSigningKeys", () => {
  it("generates two different 2048-bit RSA keys, whose public halves verify their signatures", async () => {
    const { id, access } = loadSigningKeys(await generateSigningKeys());

    for (const { privateKey, publicKey } of [id, access]) {
      expect(publicKey.asymmetricKeyDetails).to.deep.equal({ modulusLength: 2048, publicExponent: 65_537n });
      const text = Buffer.from("what is signed");
      expect(verify("RSA-SHA256", text, publicKey, sign("RSA-SHA256", text, privateKey))).to.equal(true);
    }
    expect(id.publicKey.equals(access.publicKey)).to.equal(false);
  });
});
