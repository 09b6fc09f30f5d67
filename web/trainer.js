// The Web Worker that holds the trainer: it loads trainer.wasm and lets Go take
// the page's messages. Every URL is relative to this file, so any base path works.
"use strict";

// What the page sent before Go listened. Go replaces onmessage while it starts.
const early = [];
onmessage = (event) => early.push(event);

// fatal tells the page, once, that this trainer is gone. Go calls it too.
let dead = false;
function fatal(text) {
  if (dead) return;
  dead = true;
  onmessage = null;
  postMessage({ type: "Fatal", text, ended: false });
}

// hold takes the tab's lock for as long as this worker lives, so that the page hears at once when it is gone. A new
// trainer waits here until the one before has let go of its files, but not for ever.
function hold() {
  const lock = `nicelab ${name.split(" ")[1]}`;
  return new Promise((held) => {
    setTimeout(held, 5000);
    const take = () => {
      postMessage({ type: "Held", lock });
      held();
      return new Promise(() => {});
    };
    if (navigator.locks) navigator.locks.request(lock, take).catch(held); // some frames may hold none
    else held();
  });
}

async function start() {
  const holds = hold(), program = fetch(new URL("trainer.wasm", location.href).href);
  importScripts("../wasm_exec.js", "kernel.js");
  await startGo(new Go(), holds.then(() => program), new URL("helper.js", location.href).href, () => {
    for (const event of early.splice(0)) {
      if (onmessage) onmessage(event);
    }
  });
}

start().then(
  () => fatal("The trainer's program ended."),
  (error) => fatal(`The trainer could not start: ${error.message || error}`),
);
