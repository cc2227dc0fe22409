import { expect } from "chai";
import { createRouter } from "../../../local/gateway/router";

describe("createRouter", () => {
  const find = createRouter(
    ["/pets/{petId}", "/pets/{petId}/visits", "/pets/search", "/pets/search/recent"].map((path) => ({ httpMethod: "GET", path })),
  );
  const pathOf = (path: string) => find("GET", path)?.method.path;

  it("prefers a literal to a parameter, without backtracking to the parameter", () => {
    expect(pathOf("/pets/search")).to.equal("/pets/search");
    expect(pathOf("/pets/1/visits")).to.equal("/pets/{petId}/visits");
    expect(pathOf("/pets/search/visits")).to.equal(undefined);
  });

  it("never reaches a literal beside a parameter by another spelling, and neither does the method ARN", () => {
    for (const path of ["/pets/s%65arch", "/pets/Search", "/pets/search%2Frecent", "/pets/1%2fvisits"])
      expect(pathOf(path), path).to.equal("/pets/{petId}");
    expect(find("GET", "/pets/s%65arch")?.pathParameters).to.deep.equal({ petId: "search" });
  });

  it("ignores a single trailing slash", () => {
    for (const path of ["/pets/1", "/pets/search", "/pets/1/visits"]) {
      expect(pathOf(`${path}/`), path).to.equal(pathOf(path));
      expect(pathOf(`${path}//`), path).to.equal(undefined);
    }
    expect(find("GET", "/pets/1/")?.pathParameters).to.deep.equal({ petId: "1" });
  });
});
