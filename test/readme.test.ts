import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { scenarios } from "../comparison/latency/scenarios";
import { strategies } from "../strategies";

const ROOT = join(__dirname, "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");

describe("the README", () => {
  it("names, for each thing that the engine imitates or does not, a test that there is", () => {
    const proofs = [...readme.matchAll(/\| `(test\/[\w/.-]+\.ts)`: (.*) \|$/gm)];

    expect(proofs).to.have.lengthOf.at.least(30);
    for (const [, file = "", name = ""] of proofs) {
      expect(existsSync(join(ROOT, file)), file).to.equal(true);
      expect(readFileSync(join(ROOT, file), "utf8"), file).to.include(name);
    }
  });

  it("names the versions of the clients that its tests run", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

    expect(readme).to.include(`AWS SDK for JavaScript ${devDependencies["@aws-sdk/client-cognito-identity-provider"]} |`);
    expect(readme).to.include(`aws-jwt-verify ${dependencies["aws-jwt-verify"]} |`);
    expect(readme).to.include(`amazon-cognito-identity-js ${devDependencies["amazon-cognito-identity-js"]} |`);
  });

  it("leads to files that there are", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = ""]) => path);

    expect(links).not.to.deep.equal([]);
    for (const path of links) expect(existsSync(join(ROOT, path)), path).to.equal(true);
  });

  it("has every command of package.json, and none that is not there", () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts);
    const named = new Set(
      [...readme.matchAll(/npm (?:run )?(?:--silent )?([a-z][a-z:-]*[a-z])/g)]
        .map(([, name]) => name)
        .filter((name) => name !== "ci"),
    );

    expect([...named]).to.have.members(scripts.filter((name) => name !== "format"));
  });

  it("has a median of every scenario that is measured, and says that it is simulated", () => {
    const [, table = ""] = /<!-- results: latency -->(.*)<!-- end of results: latency -->/s.exec(readme) ?? [];

    expect(table).to.include("simulated on a machine with");
    expect(table).not.to.include("Not to be trusted");
    expect(table.match(/^\| \w.*(?= \| \d)/gm)?.map((line) => line.slice(2).split(" | ")[0])).to.deep.equal(
      scenarios.map(({ when }) => when),
    );
    for (const strategy of Object.keys(strategies)) expect(table).to.include(`\`${strategy}\``);
  });
});
