// Stands in front of the worker in tests and counts what passes between JavaScript and Go: the bytes copied either way,
// and the largest memory of a Go instance. GET /count answers with the figures and starts anew.
import worker from "./worker.mjs";

let seen;
const reset = () => (seen = { requests: 0, toGo: 0, toJS: 0, memory: 0 });
reset();

const Instance = WebAssembly.Instance;
WebAssembly.Instance = function (mod, imports) {
  let instance;
  const counted = (name, key) => {
    const copy = imports.gojs[name];
    return (sp) => {
      copy(sp);
      // func(dst, src) (n int, ok bool): its results begin 40 bytes into the frame.
      const buffer = instance.exports.mem.buffer;
      seen[key] += new DataView(buffer).getInt32((sp >>> 0) + 40, true);
      seen.memory = Math.max(seen.memory, buffer.byteLength);
    };
  };
  const gojs = {
    ...imports.gojs,
    "syscall/js.copyBytesToGo": counted("syscall/js.copyBytesToGo", "toGo"),
    "syscall/js.copyBytesToJS": counted("syscall/js.copyBytesToJS", "toJS"),
  };
  instance = new Instance(mod, { ...imports, gojs });
  return instance;
};

WebAssembly.Instance.prototype = Instance.prototype; // wasm_exec.js asks instanceof

export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/count") {
      const answer = Response.json(seen);
      reset();
      return answer;
    }
    seen.requests++;
    return worker.fetch(request, env, ctx);
  },
};
