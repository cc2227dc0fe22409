import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as cognito from "@pulumi/aws/cognito";
import * as dynamodb from "@pulumi/aws/dynamodb";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { record } from "../support/programs";

const ROOT = join(__dirname, "..", "..");
const errorOf = async (run: Promise<unknown>) => {
  const error = await run.catch((reason: unknown) => reason);
  return error instanceof Error ? error : new Error("it did not fail");
};
const group = (name: string, userPoolId: pulumi.Input<string>, opts?: pulumi.CustomResourceOptions) =>
  new cognito.UserGroup(name, { userPoolId, name }, opts);

describe("recordProgram", () => {
  it("records what a program creates, with the outputs that AWS would add", async () => {
    const { outputs, ...recording } = await record(async () => {
      const pool = new cognito.UserPool("users", {});
      return { id: pool.id, endpoint: pulumi.interpolate`https://${pool.endpoint}`, plain: 7 };
    });

    const [pool] = recording.resources.filter(({ type }) => type.includes("userPool"));
    expect(pool?.id).to.match(/^us-east-1_[0-9a-zA-Z]{9}$/);
    expect(outputs).to.deep.equal({
      id: pool?.id,
      endpoint: `https://cognito-idp.us-east-1.amazonaws.com/${pool?.id}`,
      plain: 7,
    });
  });

  it("waits for resources that are created only once an output is known", async () => {
    const recording = await record(async () => {
      const pool = new cognito.UserPool("users", {});
      pool.id.apply((id) => group("late", id).urn.apply(() => group("later", id)));
      return {};
    });

    expect(recording.ofType("aws:cognito/userGroup:UserGroup")).to.have.lengthOf(2);
  });

  it("keeps the order of declaration, whatever resources wait for", async () => {
    const recording = await record(async () => {
      const first = new cognito.UserPool("users", {});
      const second = new cognito.UserPool("more-users", {}, { dependsOn: group("before", first.id) });
      group("waits-long", second.id);
      group("waits-less", first.id);
      group("waits-for-nothing", "us-east-1_aaaaaaaaa");
      return {};
    });

    const names = recording.ofType("aws:cognito/userGroup:UserGroup").map(({ name }) => name);
    expect(names).to.deep.equal(["before", "waits-long", "waits-less", "waits-for-nothing"]);
  });

  it("leaves it to the caller to say why a program failed", () => {
    const script = `
      const { recordProgram } = require("./local/record");
      const run = async () => { throw new Error("no such plan"); };
      recordProgram({ project: "pets", run }).catch((error) => setTimeout(() => console.log(error.message), 20));`;
    const args = ["--require", "ts-node/register", "--eval", script];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });

    expect({ stdout, stderr, status }).to.deep.equal({ stdout: "no such plan\n", stderr: "", status: 0 });
  });

  it("knows no ids in a preview", async () => {
    let seen = "nothing";
    const recording = await record(
      async () => {
        const pool = new cognito.UserPool("users", {});
        pool.arn.apply((arn) => {
          seen = arn;
        });
        group("readers", pool.id);
        return { id: pool.id };
      },
      { preview: true },
    );

    expect(recording.ofType("aws:cognito/userGroup:UserGroup")).to.have.lengthOf(1);
    expect(recording.outputs).to.deep.equal({});
    expect(seen).to.equal("nothing");
  });

  it("gives the program its config and stack, and resets them for the next run", async () => {
    const program = async () => ({ strategy: new pulumi.Config().get("strategy") ?? "unset", stack: pulumi.getStack() });

    expect((await record(program, { config: { strategy: "x" }, stack: "prod" })).outputs).to.deep.equal({
      strategy: "x",
      stack: "prod",
    });
    expect((await record(program)).outputs).to.deep.equal({ strategy: "unset", stack: "test" });
  });

  it("unwraps secrets and keeps options", async () => {
    const recording = await record(async () => {
      group("readers", pulumi.secret("us-east-1_1"), { protect: true, retainOnDelete: true });
      return {};
    });

    const readers = recording.one("aws:cognito/userGroup:UserGroup");
    expect(readers.inputs).to.deep.equal({ userPoolId: "us-east-1_1", name: "readers" });
    expect(readers.options).to.include({ protect: true, retainOnDelete: true });
  });

  it("fails with the program's error, even if thrown in an output", async () => {
    expect((await errorOf(record(() => Promise.reject(new Error("no strategy"))))).message).to.equal("no strategy");
    const late = record(async () => ({
      x: new cognito.UserPool("users", {}).id.apply((id) => {
        throw new Error(`bad ${id}`);
      }),
    }));
    expect((await errorOf(late)).message).to.match(/^bad us-east-1_/);
  });

  it("fails for a type without simulated outputs, naming the resource", async () => {
    const error = await errorOf(
      record(async () => ({ id: new cognito.IdentityPool("everyone", { identityPoolName: "everyone" }).id })),
    );

    expect(error).to.be.instanceOf(AggregateError);
    expect(error.message).to.include('"everyone" is of type aws:cognito/identityPool:IdentityPool');
  });

  it("fails for two resources with the same type and name, and for a call to the cloud", async () => {
    const twice = record(async () => {
      group("readers", "us-east-1_1");
      group("readers", "us-east-1_2");
      return {};
    });
    expect((await errorOf(twice)).message).to.include(
      'two resources of the type aws:cognito/userGroup:UserGroup have the name "readers"',
    );
    expect((await errorOf(record(async () => ({ region: getRegionOutput().name })))).message).to.include("getRegion");
  });

  it("fails with a stack trace mapped to the source, leaving others' traces alone", async () => {
    const lineOf = (error: Error) => Number(/record\.test\.ts:(\d+)/.exec(error.stack ?? "")?.[1]);
    const before = lineOf(new Error("before"));

    const inside = await errorOf(record(() => Promise.reject(new Error("inside"))));

    expect(lineOf(inside)).to.equal(before + 2);
    expect(lineOf(new Error("after"))).to.equal(before + 5);
  });

  it("works after a failed run", async () => {
    await errorOf(record(() => Promise.reject(new Error("first"))));

    const recording = await record(async () => ({ name: new dynamodb.Table("pets", { attributes: [] }).name }));

    expect(recording.outputs.name).to.match(/^pets-[0-9a-f]{7}$/);
  });

  it("gives a resource the same id in every run, and another one in another stack", async () => {
    const idIn = async (stack: string) =>
      (await record(async () => ({ id: new cognito.UserPool("users", {}).id }), { stack })).outputs.id;

    expect(await idIn("one")).to.equal(await idIn("one"));
    expect(await idIn("one")).not.to.equal(await idIn("two"));
  });

  it("lists the existing resources if the requested one is missing", async () => {
    const recording = await record(async () => {
      group("readers", "us-east-1_1");
      return {};
    });

    expect(() => recording.one("aws:cognito/userGroup:UserGroup", "writers")).to.throw('"writers", found 0; there are: readers');
  });
});
