import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { findStackFileFaults } from "./faults";

describe("findStackFileFaults", () => {
  it("accepts what the CLI writes for a stack without secrets", () => {
    const text =
      'config:\n  aws:region: us-east-1\n  aws:endpoints:\n    - iam: http://localhost:4566\n  pets:protect: "false"\n';

    expect(findStackFileFaults(text)).to.deep.equal([]);
  });

  it("reports a personal encryption salt, which would ask everybody else for that person's passphrase", () => {
    for (const key of ["encryptionsalt", "encryptedkey", "secretsprovider"])
      expect(findStackFileFaults(`config: {}\n${key}: v1:x=\n`)).to.deep.equal([`${key} is of one person's stack; remove it`]);
  });

  it("reports secrets, and values that the CLI writes differently", () => {
    const text = "config:\n  pets:a:\n    secure: v1:x\n  pets:b: false\n  pets:c: 5\n";

    expect(findStackFileFaults(text)).to.have.lengthOf(3);
  });

  it("accepts the files of this project", () => {
    // The line that `pulumi stack init` adds belongs to whoever runs this.
    for (const name of ["dev", "emulator"]) {
      const text = readFileSync(join(__dirname, `../../Pulumi.${name}.yaml`), "utf8").replace(/^encryptionsalt:.*$/m, "");
      expect(findStackFileFaults(text), name).to.deep.equal([]);
    }
  });
});
