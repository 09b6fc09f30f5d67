// One Web Worker for each contender. The driver of the bench evaluates ask(...) here.
"use strict";

const workers = new Map();

function ask(name, script, request) {
  if (!workers.has(name)) workers.set(name, new Worker(script, { name }));
  const worker = workers.get(name);
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (e) => reject(new Error(`${script}: ${e.message}`));
    worker.postMessage(request);
  });
}
