// What the page lets the browser do with files: decode pictures, fetch what the site ships, and ask a hub.
"use strict";

const nicelab = (() => {
  const base = new URL(".", document.currentScript.src);
  const mostPixels = 1024; // as many columns as a model may have

  // pictures decodes image files of one size into the bytes of an idx file of grey pixels: one picture as rows x columns, several as
  // a stack of them. Transparent places are white. Larger pictures in a stack are scaled down. It rejects with {name, differs}.
  async function pictures(chosen) {
    const files = [...chosen]; // the list itself empties with its input
    const stack = files.length > 1;
    let canvas, context, width, height, all;
    for (let i = 0; i < files.length; i++) {
      const name = files[i].name;
      const bitmap = await createImageBitmap(files[i]).catch(() => Promise.reject({ name }));
      if (i === 0) {
        [width, height] = [bitmap.width, bitmap.height];
        const shrink = Math.min(1, Math.sqrt((stack ? mostPixels : 1 << 20) / (width * height)));
        canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.floor(width * shrink));
        canvas.height = Math.max(1, Math.floor(height * shrink));
        context = canvas.getContext("2d", { willReadFrequently: true });
        context.imageSmoothingQuality = "high";
        all = new Uint8Array(files.length * canvas.width * canvas.height);
      }
      if (bitmap.width !== width || bitmap.height !== height) throw { name, differs: true };
      context.fillStyle = "#fff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      const rgba = context.getImageData(0, 0, canvas.width, canvas.height).data;
      const at = i * canvas.width * canvas.height;
      for (let p = 0; 4 * p < rgba.length; p++) {
        all[at + p] = Math.round(0.299 * rgba[4 * p] + 0.587 * rgba[4 * p + 1] + 0.114 * rgba[4 * p + 2]);
      }
    }
    const shape = stack ? [files.length, canvas.height, canvas.width] : [canvas.height, canvas.width];
    const idx = new Uint8Array(4 + 4 * shape.length + all.length);
    idx.set([0, 0, 8, shape.length]);
    shape.forEach((n, i) => new DataView(idx.buffer).setUint32(4 + 4 * i, n));
    idx.set(all, 4 + 4 * shape.length);
    return idx;
  }

  // fetch gets files of the gallery and tables, and keeps them in the cache into which the service worker looks where there is no
  // network.
  async function get(...names) {
    return Promise.all(names.map(async (name) => {
      const url = new URL(name, base);
      const response = await fetch(url);
      if (!response.ok) throw { name };
      try {
        await (await caches.open(`nicelab-gallery ${start.scope}`)).put(url, response.clone());
      } catch {
        // Private windows and full disks keep nothing.
      }
      return new Uint8Array(await response.arrayBuffer());
    }));
  }

  // ask sends a request to a hub, which may be a stranger's, and reads the answer as it comes: it may have no end. At
  // most most bytes are taken of an answer of the status wanted, and a sentence's worth of any other. It gives
  // {status, body}, or {status, fault}: "large" and "broken" are of an answer, "silent" is a hub that sent nothing
  // for a minute, "none" one that cannot be reached, "stopped" a person's word. What was read of an answer that is
  // not taken is dropped at once. One request is under way at a time.
  const patience = 60000, sentence = 1 << 16; // ms; bytes
  let asking = null;
  async function ask(url, options, wanted, most) {
    stop();
    const own = (asking = new AbortController());
    const buffer = new ArrayBuffer(0, { maxByteLength: Math.max(most, sentence) }), bytes = new Uint8Array(buffer);
    let status = 0, quiet = 0;
    const wait = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => own.abort("silent"), patience);
    };
    try {
      if (!options.body) wait(); // nothing tells how far an upload is
      const response = await fetch(url, { ...options, signal: own.signal });
      status = response.status;
      const limit = status === wanted ? most : sentence;
      if (response.headers.get("Content-Length") > limit) own.abort("large");
      const reader = response.body?.getReader();
      while (reader) {
        wait();
        const { done, value } = await reader.read();
        if (done) break;
        const at = bytes.length;
        if (at + value.length > limit) own.abort("large");
        own.signal.throwIfAborted();
        buffer.resize(at + value.length);
        bytes.set(value, at);
      }
      return { status, body: bytes };
    } catch {
      buffer.resize(0);
      return { status, fault: own.signal.aborted ? own.signal.reason : status ? "broken" : "none" };
    } finally {
      clearTimeout(quiet);
      if (asking === own) asking = null;
    }
  }
  const stop = () => asking?.abort("stopped");

  return { pictures, fetch: get, ask, stop, lent: [] }; // lent: large files, which the trainer reads itself
})();
window.nicelab = nicelab;
