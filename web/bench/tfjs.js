// NICE in TensorFlow.js; the worker's name is "tfjs cpu", "tfjs wasm", "tfjs wasm-threads" or "tfjs wasm-tuned".
"use strict";

importScripts("worker.js", "/npm/@tensorflow/tfjs/dist/tf.min.js",
  "/npm/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js");

const backend = name.split(" ")[1];
const ready = (async () => {
  if (backend !== "cpu") {
    tf.wasm.setWasmPaths("/npm/@tensorflow/tfjs-backend-wasm/dist/");
    if (backend === "wasm-threads") tf.wasm.setThreadsCount(navigator.hardwareConcurrency);
    else tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  if (!(await tf.setBackend(backend.split("-")[0]))) throw new Error(`tfjs has no backend ${backend} here`);
  if (backend === "wasm-threads" && !(await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT")))
    throw new Error("tfjs finds no threads here");
})();

let net;

// load reads a checkpoint of NICE Lab. Weights are turned to [in, out] and the batch is split into its
// halves here, once: a step has only the maths to do.
function load(bytes) {
  const length = Number(new DataView(bytes).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 8, length)));
  const config = JSON.parse(header.__metadata__.config);
  const tensor = (name) => {
    const { shape, data_offsets: [from, to] } = header[name];
    return tf.tensor(new Float32Array(bytes.slice(8 + length + from, 8 + length + to)), shape);
  };
  const every2nd = (x, parity) => x.stridedSlice([0, parity], x.shape, [1, 2]);
  const mean = tensor("mean"), std = tensor("std");
  const split = (x) => [0, 1].map((parity) => every2nd(x.sub(mean).div(std), parity));
  const couplings = [];
  for (let i = 0; i < config.couplings; i++) {
    couplings.push(config.hidden.concat(0).map((_, k) => ({
      weight: tf.variable(tensor(`couplings.${i}.${2 * k}.weight`).transpose()),
      bias: tf.variable(tensor(`couplings.${i}.${2 * k}.bias`)),
    })));
  }
  const scale = [0, 1].map((parity) => tf.variable(every2nd(tensor("log_scale").expandDims(), parity).squeeze([0])));
  return { couplings, scale, split, batch: split(tensor("train.batch")), units: std.log().sum().neg(),
    adam: tf.train.adam(1e-3, 0.9, 0.999, 1e-8) };
}

// The wasm backend is slow at products of transposed matrices, which are what its own gradients ask for. Tuned,
// we write the gradient of a layer ourselves and transpose first: more than TensorFlow.js does for its users, and
// what someone who profiles it can get.
const tuned = tf.customGrad((x, weight, bias, save) => {
  save([x, weight]);
  return {
    value: tf.fused.matMul({ a: x, b: weight, bias }),
    gradFunc: (dy, [x, weight]) => [dy.matMul(weight.transpose()), x.transpose().matMul(dy), dy.sum(0)],
  };
});

function dense(x, { weight, bias }, activation) {
  if (backend !== "wasm-tuned") return tf.fused.matMul({ a: x, b: weight, bias, activation });
  const y = tuned(x, weight, bias);
  return activation === "relu" ? y.relu() : y;
}

function shift(layers, x) {
  layers.forEach((layer, k) => {
    x = dense(x, layer, k < layers.length - 1 ? "relu" : "linear");
  });
  return x;
}

// logProb returns log p of each row, given as its two halves.
function logProb(halves) {
  const h = [...halves];
  net.couplings.forEach((layers, i) => {
    h[1 - i % 2] = h[1 - i % 2].add(shift(layers, h[i % 2]));
  });
  let lp = net.units;
  h.forEach((x, p) => {
    const prior = x.mul(net.scale[p].exp()).square().sum(1).mul(-0.5);
    lp = lp.add(prior).add(net.scale[p].sum()).sub(x.shape[1] * 0.5 * Math.log(2 * Math.PI));
  });
  return lp;
}

const step = (returnCost) => tf.tidy(() =>
  net.adam.minimize(() => logProb(net.batch).mean().neg(), returnCost)?.dataSync()[0]);

function repeat(seconds, f) {
  const start = performance.now();
  for (let times = 1; ; times++) {
    f();
    const passed = (performance.now() - start) / 1000;
    if (passed >= seconds) return { times, seconds: passed };
  }
}

serve(async ({ do: what, model, steps, seconds, side }) => {
  await ready;
  switch (what) {
    case "load": {
      tf.disposeVariables();
      net = load(await checkpoint(model));
      return { losses: Array.from({ length: steps }, () => step(true)), version: tf.version.tfjs };
    }
    case "train":
      return repeat(seconds, () => step(false));
    case "grid": {
      const line = tf.linspace(-4, 4, side);
      const points = tf.stack([line.tile([side]), line.expandDims(1).tile([1, side]).reshape([side * side])], 1);
      const halves = tf.tidy(() => net.split(points));
      let lp;
      const answer = repeat(seconds, () => { lp = tf.tidy(() => logProb(halves).dataSync()); });
      return { ...answer, mean: lp.reduce((a, b) => a + b, 0) / lp.length };
    }
  }
  throw new Error(`tfjs measures no ${what}`);
});
