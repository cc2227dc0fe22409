import { build } from "esbuild";

/** By file, the files of the project that it imports; what is imported for its types only runs nowhere and is not there. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Everything that a module of the project imports, itself or by others. Paths are those from the project's folder on. */
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

/** What is imported from some files on, these included, where nothing is followed into the files left out. */
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
