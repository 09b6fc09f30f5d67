// A first visit's first run needs nothing of the page's own program to be watched: the trainer paints on the page's canvases and says how far it
// is. The program starts once somebody does more than watch, or when the run is over, so that the two do not slow each other down.
"use strict";

// raise gives a trainer what is in view to paint on, and lets it begin. It returns null where nothing may train by itself or nobody would see it,
// and where the page will speak another language than it came in.
function raise(trainer) {
  const lang = localStorage?.getItem("lang") || navigator.language?.slice(0, 2);
  if (document.hidden || location.hash.includes("=") || lang === "ko" || matchMedia("(prefers-reduced-motion: reduce)").matches) return null;
  if (!HTMLCanvasElement.prototype.transferControlToOffscreen) return null;

  const theme = localStorage?.getItem("theme");
  const chosen = theme === "light" || theme === "dark";
  if (chosen) document.documentElement.dataset.theme = theme;
  const dark = chosen ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const words = document.querySelector(".chart").dataset.words.split("|");
  const given = new Map();
  // An observer's figures are those of the next picture, so that nothing is laid out for them alone.
  const view = new IntersectionObserver((entries) => {
    view.disconnect();
    if (left) return;
    const areas = entries.filter((e) => e.isIntersecting && e.boundingClientRect.width && e.boundingClientRect.height).map(({ target, boundingClientRect: { width, height } }) => {
      given.set(target.id, target);
      return { name: target.id, width, height, canvas: target.transferControlToOffscreen() };
    });
    trainer.postMessage({ type: "Stage", density: devicePixelRatio, dark, words, areas }, areas.map((a) => a.canvas));
  });
  for (const canvas of document.querySelectorAll("canvas[id]")) view.observe(canvas);

  let begin, want, left = false;
  const wanted = new Promise((f) => (want = f)), begun = Promise.race([wanted, new Promise((f) => (begin = f))]);
  for (const type of ["pointermove", "pointerdown", "wheel", "scroll", "keydown", "focusin", "hashchange", "dragenter", "visibilitychange"]) {
    addEventListener(type, want, { once: true, capture: true, passive: true });
  }

  // What was pressed before the program was there is pressed once it can act.
  const came = document.body.firstElementChild;
  let pressed = null;
  const press = ({ target }) => came.contains(target) && (pressed = target.closest("button")?.id);
  const release = ({ type, target }) => (type === "pointercancel" || target.closest?.("button")?.id !== pressed) && (pressed = null);
  addEventListener("pointerdown", press, { capture: true, passive: true });
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, release, { capture: true, passive: true });
  new MutationObserver((_, observer) => {
    if (!document.body.dataset.rows) return;
    observer.disconnect();
    removeEventListener("pointerdown", press, { capture: true });
    for (const type of ["pointerup", "pointercancel"]) removeEventListener(type, release, { capture: true });
    if (pressed) document.getElementById(pressed)?.click();
  }).observe(document.body, { attributes: true, attributeFilter: ["data-rows"] });
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault()); // or the browser leaves for the file

  const patience = setTimeout(want, 8000); // ms
  // Those that came with the page: what is said late reaches nothing of the program's.
  const phase = document.querySelector(".phase"), places = document.querySelectorAll(".stats dd");
  const heard = {
    Begun() {
      clearTimeout(patience);
      phase.textContent = phase.dataset.training;
      begin();
    },
    Wanted: want,
    Told({ figures }) {
      figures.forEach((v, i) => {
        if (!Number.isFinite(v)) return;
        // By hand: the browser's own formats take a tenth of a second to load.
        places[i].textContent = i < 2 ? v.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",") : v.toFixed(3).replace("-", "\u2212");
      });
    },
  };
  return {
    begun, // the trainer is there, or there will be none
    wanted, // the page's program is to start
    fails() {
      pressed = null;
      want();
    },
    // hears takes what the trainer says to the stage alone.
    hears({ data }) {
      if (data.type === "fatal") this.fails();
      if (!Object.hasOwn(heard, data.type)) return false;
      if (!left) heard[data.type](data);
      return true;
    },
    // leave is the program's beginning: figures are its own from here on.
    leave() {
      left = true;
      trainer.postMessage({ type: "Stage" }); // nothing, if it still waits
      trainer.postMessage({ type: "Leave" });
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
