// The Web Worker that holds the trainer: it loads trainer.wasm and lets Go take
// the page's messages. Every URL is relative to this file, so any base path works.
"use strict";

// What the page sent before Go listened. Go replaces onmessage while it starts, and looks for a stage by itself.
const early = [];
onmessage = (event) => (event.data.type === "Stage" ? (self.stage = event.data) : early.push(event));

// fatal tells the page, once, that this trainer is gone. Go calls it too.
let dead = false;
function fatal(text) {
  if (dead) return;
  dead = true;
  onmessage = null;
  postMessage({ type: "fatal", text });
}

async function start() {
  importScripts("../wasm_exec.js", "kernel.js");
  await startGo(new Go(), fetch(new URL("trainer.wasm", location.href).href), new URL("helper.js", location.href).href, () => {
    for (const event of early.splice(0)) {
      if (onmessage) onmessage(event);
    }
  });
}

start().then(
  () => fatal("The trainer's program ended."),
  (error) => fatal(`The trainer could not start: ${error.message || error}`),
);
