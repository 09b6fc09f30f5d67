// Runs a bundle of ./build.sh edge in workerd, with R2 and the static assets simulated, until its input ends:
//
//   node miniflare.mjs BUNDLE [TOKEN]
//
// It writes its address as a line of JSON when it listens. In front of the worker stands count.mjs.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as optionsOf } from "wrangler";

const [bundle, token] = process.argv.slice(2);
const { workerOptions } = optionsOf(path.join(bundle, "wrangler.jsonc"));
const module = (type, file) => {
  const contents = type === "CompiledWasm" ? readFileSync(file) : readFileSync(file, "utf8");
  return { type, path: path.basename(file), contents };
};
const built = (type, name) => module(type, path.join(bundle, "build", name));
const mf = new Miniflare({
  ...workerOptions,
  host: "127.0.0.1",
  port: 0,
  cf: false,
  log: new Log(LogLevel.WARN),
  telemetry: { enabled: false },
  modules: [
    module("ESModule", path.join(import.meta.dirname, "count.mjs")),
    built("ESModule", "worker.mjs"),
    built("ESModule", "runtime.mjs"),
    built("ESModule", "wasm_exec.js"),
    built("CompiledWasm", "app.wasm"),
  ],
  bindings: token ? { NICELAB_TOKEN: token } : {},
  assets: workerOptions.assets && { ...workerOptions.assets, directory: path.resolve(bundle, "public") },
});
const url = await mf.ready;
console.log(JSON.stringify({ url: url.origin }));
process.stdin.on("end", async () => {
  await mf.dispose();
  process.exit(0);
});
process.stdin.resume();
