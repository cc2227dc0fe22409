import { createRequire, Module } from "node:module";

/** Imported first by what starts an engine, so that it is ready sooner. */

const requireInSdk = createRequire(require.resolve("@pulumi/pulumi"));

/** Makes the Pulumi SDK load a module only when the first of its exports is read. */
function loadLater(request: string): void {
  const path = requireInSdk.resolve(request);
  if (require.cache[path] !== undefined) return;
  const load = (): object => {
    if (require.cache[path] === later) delete require.cache[path];
    return requireInSdk(request);
  };
  const exports = new Proxy({}, { get: (_exports, name) => name === "__esModule" || Reflect.get(load(), name) });
  const later = Object.assign(new Module(path), { exports, loaded: true });
  require.cache[path] = later;
}

// The Automation API and npm's dependency resolver take half of the time that the SDK takes to load; recording a program needs neither.
for (const request of ["./automation", "@npmcli/arborist"]) loadLater(request);

// esbuild, a Go program, would spend a third of its time on garbage collection.
process.env.GOGC ??= "400";
