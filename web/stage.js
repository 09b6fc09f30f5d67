// A first visit's first run needs nothing of the page's own program to be watched: the trainer paints on the page's
// canvases and says how far it is. The program starts once somebody does more than watch, or when the run is over, so
// that the two do not slow each other down. What the two say to each other is in wasm/protocol/stage.go.
"use strict";

// raise gives a trainer what is in view to paint on, and lets it begin. It returns null where nothing may train by
// itself or nobody would see it, and where the page will speak another language than it came in.
function raise(trainer) {
  const { page } = start;
  const asks = /=|%(25)*3d/i.test(location.hash), still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (document.hidden || asks || still || start.language() !== page.first) return null;
  if (!HTMLCanvasElement.prototype.transferControlToOffscreen) return null;

  const theme = start.remembered("theme");
  const chosen = theme === "light" || theme === "dark";
  if (chosen) document.documentElement.dataset.theme = theme;
  const dark = chosen ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const given = new Map();
  // An observer's figures are those of the next picture, so that nothing is laid out for them alone.
  const view = new IntersectionObserver((entries) => {
    view.disconnect();
    if (left) return;
    const areas = [];
    for (const { isIntersecting, target, boundingClientRect: { width, height } } of entries) {
      if (!isIntersecting || !width || !height) continue;
      given.set(target.id, target);
      areas.push({ name: target.id, width, height, canvas: target.transferControlToOffscreen() });
    }
    const lent = areas.map((a) => a.canvas);
    trainer.postMessage({ type: "Stage", density: devicePixelRatio, dark, words: page.stage, areas }, lent);
  });
  for (const canvas of document.querySelectorAll("canvas[id]")) view.observe(canvas);

  let begin, want, last = null, left = false;
  const wanted = new Promise((f) => (want = f)), begun = Promise.race([wanted, new Promise((f) => (begin = f))]);
  const able = new AbortController(); // once the program can act
  const hear = (types, f, passive = true) => {
    for (const type of types.split(" ")) addEventListener(type, f, { capture: true, passive, signal: able.signal });
  };
  hear("pointermove pointerdown click wheel scroll resize keydown focusin change drop hashchange dragenter visibilitychange", want);

  // What was pressed before the program was there is pressed once it can act; a link only if the page came between
  // press and release.
  const { body } = document, came = body.firstElementChild;
  let pressed = null, under = null; // the pointer, held down
  const press = (button) => {
    pressed = button && { id: button.id, label: button.ariaLabel };
    trainer.postMessage({ type: "Hold", on: pressed?.id === "play" }); // or the run might be over by then
  };
  const pressable = (target) => target.closest?.("button, a[id]");
  hear("pointerdown click", ({ type, target }) => {
    const at = came.contains(target) && pressable(target);
    if (type === "pointerdown") under = at;
    if (type === "click" && at?.href) press(null);
    else if (at) press(at);
  });
  hear("pointerup pointercancel", ({ type, target }) => {
    if (under && (type === "pointercancel" || pressable(target)?.id !== under.id)) press(null);
  });
  const takesKeys = "a, button, input, select, textarea, summary";
  hear("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(page.keys, key)) return;
    if (event.target.closest?.(takesKeys)) return;
    event.preventDefault();
    press(document.getElementById(page.keys[key]));
  }, false);
  // What was chosen or dropped is, too.
  const changed = new Map();
  hear("change", ({ target }) => came.contains(target) && changed.set(target.id, target));
  hear("dragover drop", (event) => event.preventDefault(), false); // or the browser leaves for the file
  hear("drop", ({ dataTransfer: { files } }) => changed.set("upload", { files }));
  new MutationObserver((_, observer) => {
    if (!body.dataset.rows) return;
    observer.disconnect();
    able.abort();
    for (const [id, { files, checked, value }] of changed) {
      const now = document.getElementById(id);
      if (!now) continue;
      Object.assign(now, files ? { files } : { checked, value });
      now.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const button = pressed && document.getElementById(pressed.id);
    if (button && button.ariaLabel === pressed.label) button.click(); // to pause what has ended would be to go on
  }).observe(body, { attributes: true, attributeFilter: ["data-rows"] });

  const patience = setTimeout(want, 8000); // ms
  // Those that came with the page: what is said late reaches nothing of the program's.
  const phase = document.querySelector(".phase"), places = document.querySelectorAll(".stats dd");
  const buttons = document.querySelectorAll(".run button");
  const heard = {
    Begun() {
      clearTimeout(patience);
      phase.textContent = page.training;
      for (const b of buttons) b.disabled = false;
      buttons[0].ariaLabel = page.pause;
      begin();
    },
    Wanted: want,
    Told(told) {
      last = told;
      for (const { name, value } of told.marks) body.setAttribute(`data-${name}`, value);
      told.figures.forEach((figure, i) => (places[i].textContent = figure));
    },
  };
  return {
    get watched() {
      return !left;
    },
    get told() {
      return last;
    },
    begun, // the trainer is there, or there will be none
    wanted, // the page's program is to start
    fails() {
      pressed = null;
      want();
    },
    // hears takes what the trainer says to the stage alone.
    hears({ data }) {
      if (data.type === "Fatal") this.fails();
      if (!Object.hasOwn(heard, data.type)) return false;
      if (!left) heard[data.type](data);
      return true;
    },
    // leave is the program's beginning: figures are its own from here on.
    leave() {
      left = true;
      trainer.postMessage({ type: "NoStage" }); // if it still waits
      trainer.postMessage({ type: "TakeOver" });
    },
    // carry shows on a canvas of the program what the trainer painted on the one that stood in its place.
    carry(canvas) {
      const was = given.get(canvas.id);
      if (!given.delete(canvas.id)) return;
      [canvas.width, canvas.height] = [was.width, was.height];
      canvas.getContext("2d").drawImage(was, 0, 0);
    },
  };
}

start.open(raise);
