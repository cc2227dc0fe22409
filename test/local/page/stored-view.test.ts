import { execFileSync } from "node:child_process";
import { expect } from "chai";
import fc from "fast-check";
import { formatted, putCommand } from "../../../local/page/stored-view";

/** What the CLI would be given by a shell. */
const argumentsOf = (command: string) =>
  execFileSync("sh", ["-c", `aws() { printf '%s\\0' "$@"; }\n${command}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

describe("putCommand", () => {
  it("gives the CLI the name and the value as they are, whatever a shell makes of them", () => {
    const values = ['{"a":["b c"]}', "it's; echo $HOME `id` $(id) \\ \" ' & # * ~", "two\nlines", "'", "ž ✓"];
    for (const value of values) {
      expect(argumentsOf(putCommand("/a/it's b", value, "http://localhost:4000"))).to.deep.equal([
        ...["ssm", "put-parameter", "--endpoint-url", "http://localhost:4000", "--region", "us-east-1", "--overwrite"],
        ...["--name", "/a/it's b", "--value", value],
      ]);
    }
  });

  it("does so for any value", () => {
    const value = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !text.includes("\0"));

    fc.assert(
      fc.property(value, (text) => {
        expect(argumentsOf(putCommand("/a", text, "http://localhost:4000")).at(-1)).to.equal(text);
      }),
      { numRuns: 30 },
    );
  });
});

describe("formatted", () => {
  it("breaks JSON into lines without changing what it says", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4), (value, indentation) => {
        const shown = formatted(JSON.stringify(value, null, indentation));
        expect(shown).to.equal(JSON.stringify(value, null, 2));
      }),
    );
  });

  it("leaves a text that is none, or of which something would be lost", () => {
    for (const text of ["", "plain", "{", '{"a":1,"a":2}', '{"a":1e400}', '{"a":1.0}', '{"__proto__":1,"__proto__":2}'])
      expect(formatted(text)).to.equal(text);
  });
});
