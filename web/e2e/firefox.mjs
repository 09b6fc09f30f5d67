// The page in Firefox: the first run is watched, learned and taken over, another is begun, and comes back on the next
// visit.
//
//	node firefox.mjs BINARY ORIGIN
import puppeteer from "puppeteer-core";

const [binary, origin] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath: binary, headless: true });
const faults = [];
try {
  const page = await browser.newPage();
  page.on("pageerror", (fault) => faults.push(fault.message));
  page.on("console", (said) => said.type() === "error" && faults.push(said.text()));
  await page.setViewport({ width: 1440, height: 1000 });

  const facts = () => page.evaluate(() => ({ ...document.body.dataset }));
  const until = async (what, holds) => {
    for (const end = Date.now() + 90_000; ; await new Promise((f) => setTimeout(f, 100))) {
      const now = await facts();
      if (holds(now)) return now;
      if (now.state === "error" || Date.now() > end) throw new Error(`${what}: the body says ${JSON.stringify(now)}`);
    }
  };
  // dots waits until so many pixels of a canvas have the colour of data: it is painted a moment after its step.
  const dots = async (id, least) => {
    let n = 0;
    for (const end = Date.now() + 60_000; n < least && Date.now() < end; ) {
      n = await page.evaluate((id) => {
        const g = new OffscreenCanvas(300, 300).getContext("2d");
        g.drawImage(document.getElementById(id), 0, 0, 300, 300);
        const d = g.getImageData(0, 0, 300, 300).data;
        return d.filter((_, i) => i % 4 === 0 && d[i + 3] > 100 && d[i] > d[i + 1] + 40 && d[i + 1] > d[i + 2] + 20).length;
      }, id);
    }
    if (n < least) throw new Error(`${id} has ${n} pixels of data`);
  };

  // press presses what lies still, and again where the page has moved under the press.
  const press = async (id) => {
    for (let i = 0; i < 3; i++) {
      await page.waitForFunction(async (id) => {
        const e = document.getElementById(id), frame = () => new Promise(requestAnimationFrame);
        if (!e || e.disabled) return false;
        const a = e.getBoundingClientRect();
        await frame(), await frame();
        const b = e.getBoundingClientRect();
        globalThis.hit = false;
        globalThis.pressed?.abort();
        globalThis.pressed = new AbortController();
        addEventListener("click", ({ target }) => (globalThis.hit ||= e.contains(target)),
          { capture: true, signal: globalThis.pressed.signal });
        return a.x === b.x && a.y === b.y;
      }, {}, id);
      await page.click("#" + id);
      if (await page.evaluate(() => globalThis.hit)) return;
    }
    throw new Error(`${id} moves away under each press`);
  };

  await page.goto(origin + "/");
  await until("the first run is watched", ({ step, rows }) => step > 100 && !rows);
  await dots("z-plane", 100);
  await until("and learned", ({ state, rows }) => state === "learned" && rows === "2000");
  await dots("z-plane", 100);
  await dots("thumb-moons", 100);

  await press("preset-moons");
  await until("another is begun", ({ state, step, floor }) => state === "training" && step > 50 && floor > 1);
  await press("play");
  const left = await until("and kept", ({ state, step, kept }) => state === "paused" && kept === step);
  await page.reload();
  await until("the next visit offers it", ({ offers }) => offers === "1");
  await press("go-on");
  const back = await until("it is back", ({ state, step }) => state === "paused" && step === left.step);
  if (back.nllValid !== left.nllValid) faults.push(`its NLL was ${left.nllValid} and is ${back.nllValid}`);
  const status = await page.evaluate(() => fetch("/web/gallery/moons.png").then((r) => r.status));
  if (status !== 200) faults.push(`with the service worker in the way a file has status ${status}`);
} catch (fault) {
  faults.push(fault.message);
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
process.exitCode = Math.min(faults.length, 1);
