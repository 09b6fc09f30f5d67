// Runs a Go program and passes on what it prints, which files it reads and how it exits, all by
// synchronous requests: the order stays what it was.
"use strict";

importScripts("/wasm_exec.js", "/kernel.js");

function request(method, url, body) {
  const r = new XMLHttpRequest();
  r.open(method, url, false);
  if (method === "GET") r.responseType = "arraybuffer";
  r.send(body);
  return r;
}

// What Go's os package asks of Node's fs, for reading. A file is its bytes, a directory its names.
const open = new Map();
function find(path, done) {
  const r = request("GET", "/files/" + path.replace(/^\.?\//, ""));
  if (r.status !== 200) {
    done(Object.assign(new Error("no such file"), { code: "ENOENT" }));
    return null;
  }
  const directory = r.getResponseHeader("Content-Type") === "text/directory";
  return { bytes: new Uint8Array(r.response), directory, next: 0 };
}
function stat(file, done) {
  done(null, {
    size: file?.bytes.length ?? 0, mode: file?.directory ? 0o40755 : 0o100644,
    isDirectory: () => file?.directory ?? false,
    dev: 0, ino: 0, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 4096, blocks: 0, atimeMs: 0, mtimeMs: 0, ctimeMs: 0,
  });
}
function statPath(path, done) {
  const file = find(path, done);
  if (file) stat(file, done);
}
Object.assign(globalThis.fs, {
  writeSync(fd, bytes) {
    request("POST", "/print", bytes.slice());
    return bytes.length;
  },
  open(path, flags, mode, done) {
    const file = find(path, done);
    if (!file) return;
    open.set(10 + open.size, file);
    done(null, 9 + open.size);
  },
  readdir(path, done) {
    const file = find(path, done);
    if (file) done(null, JSON.parse(new TextDecoder().decode(file.bytes)));
  },
  read(fd, buffer, offset, length, position, done) {
    const file = open.get(fd);
    const from = position ?? file.next;
    const part = file.bytes.subarray(from, from + length);
    buffer.set(part, offset);
    if (position === null) file.next += part.length;
    done(null, part.length);
  },
  fstat: (fd, done) => stat(open.get(fd), done),
  stat: statPath,
  lstat: statPath,
  close: (fd, done) => done(null),
});
globalThis.process.cwd = () => "/";

async function run() {
  const go = new Go();
  go.argv = JSON.parse(new TextDecoder().decode(request("GET", "/args").response));
  let code = 0;
  go.exit = (c) => { code = c; };
  await startGo(go, fetch("/program.wasm"), location.search === "?yes" ? "/helper.js" : "");
  return code;
}

run().then(
  (code) => request("POST", `/exit?${code}`),
  (error) => {
    request("POST", "/print", `${error}\n`);
    request("POST", "/exit?1");
  },
);
