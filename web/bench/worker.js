// What the workers of all contenders share: `serve` answers each message with what `measure` returns for it.
"use strict";

function serve(measure) {
  onmessage = async ({ data }) => {
    try {
      postMessage(await measure(data));
    } catch (e) {
      postMessage({ error: String(e?.message ?? e) });
    }
  };
}

async function checkpoint(model) {
  const r = await fetch(`/models/${model}.safetensors`);
  if (!r.ok) throw new Error(`there is no checkpoint ${model}`);
  return r.arrayBuffer();
}
