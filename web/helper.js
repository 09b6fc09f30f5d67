// A Web Worker that helps the trainer with its large products: it instantiates the kernels on the trainer's memory and never leaves
// their function help, which sleeps while there is nothing to do. It ends with the trainer.
"use strict";

onmessage = ({ data: { module, memory, control, scratch } }) => {
  new WebAssembly.Instance(module, { env: { mem: memory } }).exports.help(control, scratch);
};
