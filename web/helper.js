// A Web Worker that helps the trainer with its large products: it instantiates the kernels on the trainer's memory and
// never leaves their function help, which sleeps while there is nothing to do. It ends with the trainer. Where its
// execution was ended before, by a fault or from outside, it hears the next message, and says so in its seat:
// flow/kernel/gen/threads.go has the layout.
"use strict";

const seatLeft = 8;
let memory, seat;

onmessage = ({ data }) => {
  if (data === "left") {
    Atomics.store(new Int32Array(memory.buffer), (seat + seatLeft) >>> 2, 1);
    return;
  }
  ({ memory, seat } = data);
  new WebAssembly.Instance(data.module, { env: { mem: memory } }).exports.help(data.control, seat);
};
