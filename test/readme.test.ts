import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { scenarios } from "../comparison/latency/scenarios";
import { readDocument } from "../comparison/results/results";
import { strategies } from "../strategies";

const ROOT = join(__dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const namesIn = (folder: string) => readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".md"));

const guides = namesIn("docs").map((name) => `docs/${name}`);
const documents = [...namesIn("."), ...guides];
const { dependencies, devDependencies, scripts } = JSON.parse(read("package.json"));

/** The targets of a document's links, except for those to other sites. */
const linksOf = (path: string) =>
  [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^[a-z]+:/.test(link));

/** The anchors that GitHub gives a document's headings. */
const anchorsOf = (text: string) =>
  [...text.replace(/^```.*?^```/gms, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );

/** The scripts named by the npm commands in a document's code. */
const scriptsIn = (text: string) =>
  [...text.matchAll(/^```.*?^```|`[^`\n]+`/gms)]
    .flatMap(([code]) => [...code.matchAll(/npm (?:--silent )?(?:run )?(?:--silent )?([a-z][a-z:-]*[a-z])/g)])
    .map(([, name = ""]) => name)
    .filter((name) => name !== "ci");

describe("documents", () => {
  it("link to existing files and headings", () => {
    for (const path of documents) {
      for (const link of linksOf(path)) {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? path : join(dirname(path), file);
        expect(existsSync(join(ROOT, target)), `${path}: ${link}`).to.equal(true);
        if (anchor !== undefined) expect(anchorsOf(read(target)), `${path}: ${link}`).to.include(anchor);
      }
    }
  });

  it("mention only commands of package.json", () => {
    for (const path of documents) expect(Object.keys(scripts), path).to.include.members(scriptsIn(read(path)));
  });

  it("prove what the engine imitates, and what it does not, by existing tests", () => {
    const proofs = documents.flatMap((path) => [...read(path).matchAll(/\| `(test\/[\w/.-]+\.ts)`: (.*) \|$/gm)]);

    expect(proofs).to.have.lengthOf.at.least(30);
    for (const [, file = "", name = ""] of proofs) {
      expect(existsSync(join(ROOT, file)), file).to.equal(true);
      expect(read(file), file).to.include(name);
    }
  });

  it("name the client versions that the tests run", () => {
    const versions = { ...dependencies, ...devDependencies };
    const text = read("docs/engine.md");

    expect(text).to.include(`AWS SDK for JavaScript ${versions["@aws-sdk/client-cognito-identity-provider"]} |`);
    expect(text).to.include(`aws-jwt-verify ${versions["aws-jwt-verify"]} |`);
    expect(text).to.include(`amazon-cognito-identity-js ${versions["amazon-cognito-identity-js"]} |`);
  });

  it("have a median for every measured scenario, marked as simulated", () => {
    const [, table = ""] = /<!-- results: latency -->(.*)<!-- end of results: latency -->/s.exec(readDocument("latency")) ?? [];

    expect(table).to.include("simulated on a machine with");
    expect(table).not.to.include("Not trustworthy");
    expect(table.match(/^\| \w.*(?= \| \d)/gm)?.map((line) => line.slice(2).split(" | ")[0])).to.deep.equal(
      scenarios.map(({ when }) => when),
    );
    for (const strategy of Object.keys(strategies)) expect(table).to.include(`\`${strategy}\``);
  });
});

describe("README", () => {
  it("is short and lists every document", () => {
    const [, list = ""] = read("README.md").split("\n## Documentation\n");

    expect(read("README.md").split("\n")).to.have.lengthOf.at.most(151);
    for (const path of [...guides, "CONTRIBUTING.md"]) expect(list).to.include(`](${path})`);
  });
});

describe("CONTRIBUTING.md", () => {
  it("lists every command of package.json", () => {
    const [, table = ""] = read("CONTRIBUTING.md").split("\n## Commands\n");
    const rows = [...table.matchAll(/^\| (`npm .+?`) \|/gm)].flatMap(([, command = ""]) => scriptsIn(command));

    expect(rows).to.include.members(Object.keys(scripts));
  });
});
