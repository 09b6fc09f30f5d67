// A Web Worker that fetches the page's program and compiles it, so that the page itself stays free. It answers with the
// module, or with the reason why there is none.
"use strict";

onmessage = async ({ data: url }) => {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} could not be fetched (${response.status})`);
    const streams = (response.headers.get("Content-Type") || "").startsWith("application/wasm");
    const module = await (streams ?
      WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
    postMessage({ module });
  } catch (error) {
    postMessage({ fault: String(error.message || error) });
  }
};
