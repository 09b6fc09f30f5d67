// What is measured on the page itself. It runs before the page does; see site.go.
"use strict";

globalThis.visit = (() => {
  // said resolves when the body's data-state is the word.
  const said = (word) => new Promise((done) => {
    const look = () => {
      if (document.body?.dataset.state !== word) return;
      seen.disconnect();
      done();
    };
    const seen = new MutationObserver(look);
    seen.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
    look();
  });

  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  // The first seconds belong to the browser, which still compiles and caches what it loaded.
  const settled = async () => {
    await said("training");
    await sleep(5000);
  };

  // Milliseconds from frame to frame.
  const frames = async () => {
    await settled();
    return new Promise((done, fail) => {
      const times = [];
      let start, last;
      requestAnimationFrame(function frame(now) {
        const state = document.body.dataset.state;
        if (state !== "training") return fail(new Error(`frames were to be counted while it trains, and it is ${state}`));
        if (last) times.push(now - last);
        start ??= now;
        last = now;
        if (now - start < 3000) requestAnimationFrame(frame);
        else done(times);
      });
    });
  };

  // Seconds from the navigation, which performance.now() counts from, to the plateau.
  const learned = said("learned").then(() => performance.now() / 1000);

  return {
    learned: () => learned,

    // The median frame of three seconds of training without a break, and their mean, as frames a second.
    frames: async () => {
      const times = (await frames()).sort((a, b) => a - b);
      return 1000 / times[times.length >> 1];
    },
    meanFrames: async () => {
      const times = await frames();
      return 1000 * times.length / times.reduce((a, b) => a + b);
    },

    // Milliseconds from a click on pause, anywhere between two pictures, to the word that training stands still.
    async pause() {
      await settled();
      await sleep(300 * Math.random());
      const start = performance.now(), paused = said("paused");
      document.getElementById("play").click();
      await paused;
      return performance.now() - start;
    },
  };
})();
