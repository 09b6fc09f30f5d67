// Runs ONNX models in onnxruntime-web, a JSON line each: {model (base64), input, output, rows, dim, data} in, the numbers out.
//   node run.mjs WEB-FOLDER < cases
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(path.resolve(process.argv[2], "package.json"));
const ort = (await import(pathToFileURL(require.resolve("onnxruntime-web")))).default;
ort.env.wasm.numThreads = 1;
ort.env.logLevel = "error";

let results = "";
for await (const line of createInterface({ input: process.stdin })) {
  const c = JSON.parse(line);
  const session = await ort.InferenceSession.create(Buffer.from(c.model, "base64"), { executionProviders: ["wasm"] });
  const feeds = { [c.input]: new ort.Tensor("float32", Float32Array.from(c.data), [c.rows, c.dim]) };
  const result = (await session.run(feeds))[c.output];
  results += JSON.stringify({ dims: result.dims, data: Array.from(result.data) }) + "\n";
  await session.release();
}
process.stdout.write(results, () => process.exit(0));
