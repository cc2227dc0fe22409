import { build } from "esbuild";

/** Project files imported by each file, without type-only imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** A module's direct and indirect imports, relative to the project. */
export async function readImports(root: string, entry: string): Promise<Imports> {
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    platform: "node",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => [
      path,
      imports.flatMap((one) => (one.external ? [] : [one.path])),
    ]),
  );
}

/** Files reachable from the given ones, including these, without entering the excluded ones. */
export function findReached(
  imports: Imports,
  from: readonly string[],
  isLeftOut = (_path: string) => false,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = from.filter((path) => !isLeftOut(path));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    open.push(...(imports.get(path) ?? []).filter((next) => !isLeftOut(next)));
  }
  return reached;
}
