// What the page lets the browser do with files: decode pictures, fetch what the site ships, and ask a hub.
"use strict";

const nicelab = (() => {
  const base = new URL(".", document.currentScript.src);
  const mostPixels = 1024; // as many columns as a model may have

  // pictures decodes image files of one size into the bytes of an idx file: one picture as rows x columns of grey,
  // several as a stack of them, grey or, where any pixel has a colour, with red, green and blue as a last axis.
  // Transparent places are white. Larger pictures in a stack are scaled down. It rejects with {name, differs}.
  async function pictures(chosen) {
    const files = [...chosen]; // the list itself empties with its input
    const stack = files.length > 1;
    let canvas, context, width, height, all, colour = false;
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
        all = new Uint8Array(3 * files.length * canvas.width * canvas.height);
      }
      if (bitmap.width !== width || bitmap.height !== height) throw { name, differs: true };
      context.fillStyle = "#fff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      const rgba = context.getImageData(0, 0, canvas.width, canvas.height).data;
      const at = 3 * i * canvas.width * canvas.height;
      for (let p = 0; 4 * p < rgba.length; p++) {
        const r = rgba[4 * p], g = rgba[4 * p + 1], b = rgba[4 * p + 2];
        all[at + 3 * p] = r;
        all[at + 3 * p + 1] = g;
        all[at + 3 * p + 2] = b;
        colour ||= r !== g || g !== b;
      }
    }
    const shape = stack ? [files.length, canvas.height, canvas.width] : [canvas.height, canvas.width];
    if (colour && stack) shape.push(3);
    else all = Uint8Array.from({ length: all.length / 3 }, (_, p) =>
      Math.round(0.299 * all[3 * p] + 0.587 * all[3 * p + 1] + 0.114 * all[3 * p + 2]));
    const idx = new Uint8Array(4 + 4 * shape.length + all.length);
    idx.set([0, 0, 8, shape.length]);
    shape.forEach((n, i) => new DataView(idx.buffer).setUint32(4 + 4 * i, n));
    idx.set(all, 4 + 4 * shape.length);
    return idx;
  }

  // together packs idx files, under gzip or not, into a zip archive without compression, which the trainer reads. It
  // rejects where one of them is something else.
  async function together(chosen) {
    const files = [...chosen], most = 8, parts = [], directory = [];
    if (files.length > most) throw {};
    for (const file of files) {
      const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
      if (!isIdx(head[0] === 0x1f && head[1] === 0x8b ? await unpacked(file) : head)) throw {};
    }
    let at = 0;
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer()), name = new TextEncoder().encode(file.name);
      // What both headers of a file have in common: version 2.0, names in UTF-8, stored, 1980-01-01.
      const common = [u16(20), u16(0x800), u16(0), u16(0), u16(33), u32(crc(bytes)), u32(bytes.length),
        u32(bytes.length), u16(name.length), u16(0)].flat();
      parts.push(Uint8Array.from([0x50, 0x4b, 3, 4, ...common]), name, bytes);
      directory.push(Uint8Array.from([0x50, 0x4b, 1, 2, ...u16(20), ...common, ...u16(0), ...u16(0), ...u16(0),
        ...u32(0), ...u32(at)]), name);
      at += 30 + name.length + bytes.length;
    }
    const long = directory.reduce((sum, part) => sum + part.length, 0), n = u16(files.length);
    const end = Uint8Array.from([0x50, 0x4b, 5, 6, ...u32(0), ...n, ...n, ...u32(long), ...u32(at), ...u16(0)]);
    return new Uint8Array(await new Blob([...parts, ...directory, end]).arrayBuffer());
  }
  const u16 = (v) => [v & 255, v >> 8 & 255], u32 = (v) => [v & 255, v >>> 8 & 255, v >>> 16 & 255, v >>> 24];
  const isIdx = (b) => b.length >= 4 && b[0] === 0 && b[1] === 0 && b[2] >= 8 && b[2] <= 14 && b[3] > 0;

  // unpacked is the beginning of what is in a gzip file.
  async function unpacked(file) {
    const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    const { value } = await reader.read();
    reader.cancel().catch(() => {});
    return value ?? new Uint8Array();
  }

  // crc is the CRC-32 of bytes.
  const sums = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1;
    return n;
  });
  function crc(bytes) {
    let sum = -1;
    for (let i = 0; i < bytes.length; i++) sum = sum >>> 8 ^ sums[(sum ^ bytes[i]) & 255];
    return ~sum >>> 0;
  }

  // fetch gets files of the gallery and tables, and keeps them in the cache into which the service worker looks where
  // there is no network.
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

  return { pictures, together, fetch: get, ask, stop, lent: [] }; // lent: large files, which the trainer reads itself
})();
window.nicelab = nicelab;
