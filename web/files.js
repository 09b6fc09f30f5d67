// What the page lets the browser do with files: decode pictures, and fetch what the site ships.
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

  // fetch gets files of the gallery and keeps them in the cache into which the service worker looks where there is no network.
  async function get(...names) {
    return Promise.all(names.map(async (name) => {
      const url = new URL("gallery/" + name, base);
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

  return { pictures, fetch: get };
})();
window.nicelab = nicelab;
