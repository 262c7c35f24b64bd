/* One Python in a worker: fetches the runtime of this book, each file by its hash, and runs cells for the page. */
const direct = self.fetch.bind(self);
const files = new Map();
const OFTEN = 100; // milliseconds between two words about what has come
const KNOWN = new Set(["altair", "networkx", "numpy", "pandas"]); // packages that a reader meets
const DEEPEST = 90; // brackets in each other
const PATIENCE = 5000; // milliseconds for a network that hangs, when the reader has Python already
let home; // where the runtime is; this script itself may have no address
let session;

/* Pyodide asks for its files here; they are fetched already. Nobody asks another host. */
self.fetch = async (input, options) => {
  const url = new URL(input.url ?? input, home);
  if (files.has(url.href)) return (await files.get(url.href)).clone();
  if (url.origin !== new URL(home).origin) throw new TypeError(`Code in this page asks no other host than its own, not ${url.host}`);
  return direct(input, options);
};

async function start({ python, packages }) {
  home = python;
  if (!self.WebAssembly) throw new Error("this browser has no WebAssembly");
  const store = await self.caches?.open("caj-python").catch(() => undefined);
  const lock = await lockFile(`${python}pyodide-lock.json`, store);
  const wanted = [...Object.entries(lock.core), ...packages.map((id) => [lock.packages[id].file_name, lock.packages[id]])];
  const total = wanted.reduce((sum, [, file]) => sum + file.transfer, 0);
  const come = new Map(); // of each file, how much of what it costs has come
  let told = 0;
  const tell = (name, bytes) => {
    come.set(name, bytes);
    if (performance.now() - told < OFTEN) return;
    told = performance.now();
    postMessage({ is: "progress", done: [...come.values()].reduce((sum, part) => sum + part, 0), total });
  };
  tell("", 0);
  for (const [name, file] of wanted) files.set(`${python}${name}`, obtain(`${python}${name}`, file, store, (share) => tell(name, share * file.transfer)));
  await Promise.all(files.values());
  postMessage({ is: "starting", step: 2, what: "the interpreter" });
  const { loadPyodide } = await module(`${python}pyodide.mjs`);
  const { default: createPyodideModule } = await module(`${python}pyodide.asm.mjs`);
  const pyodide = await loadPyodide({ indexURL: python, packageBaseUrl: python, lockFileContents: lock, createPyodideModule });
  postMessage({ is: "starting", step: 3, what: `the packages ${packages.filter((id) => KNOWN.has(id)).join(", ")}`.trim() });
  await pyodide.loadPackage(packages, { messageCallback: () => {} });
  postMessage({ is: "starting", step: 4, what: "the tables of this book" });
  pyodide._api.on_fatal = broken; // else a call that waits for a Python that is no more would wait for ever
  session = { pyodide, python: pyodide.pyimport("caj.page").start() };
  forget(store, lock, python);
}

/* The list of files: asked anew, so that it belongs to this edition; without a network, as it was kept. */
async function lockFile(url, store) {
  const kept = await store?.match(url);
  try {
    const answer = await direct(url, { cache: "no-cache", signal: kept && AbortSignal.timeout?.(PATIENCE) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    await store?.put(url, answer.clone()).catch(() => {});
    return await answer.json();
  } catch (error) {
    if (kept) return kept.json();
    throw new Error(`the list of its files could not be fetched (${error.message})`);
  }
}

async function obtain(url, { sha256, size }, store, tell) {
  const kept = await store?.match(url);
  if (kept) return tell(1), kept;
  const pairs = sha256.match(/../g);
  const integrity = `sha256-${btoa(String.fromCharCode(...pairs.map((pair) => parseInt(pair, 16))))}`;
  const seals = self.crypto?.subtle; // where we can compare the seal ourselves, a file is seen coming; the browser would hold it back
  const answer = await direct(url, seals ? {} : { integrity }).then((sent) => (seals && sent.ok ? whole(sent, sha256, (bytes) => tell(Math.min(1, bytes / size))) : sent)).catch(() => undefined);
  if (!answer?.ok) throw new Error(`${url.split("/").at(-1)} could not be fetched whole`);
  tell(1);
  await store?.put(url, answer.clone()).catch(() => {}); // a full disk only costs the next visit
  return answer;
}

/* All of an answer, told of while it comes, if it is what its seal says. */
async function whole(answer, sha256, tell) {
  const parts = [];
  let bytes = 0;
  const reader = answer.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    tell((bytes += piece.value.length));
  }
  const content = await new Blob(parts).arrayBuffer();
  const seal = [...new Uint8Array(await crypto.subtle.digest("SHA-256", content))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (seal !== sha256) throw new Error("another file");
  return new Response(content, { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "" } });
}

/* Import a script from what was fetched, so that a fresh start needs no network. */
async function module(url) {
  const text = await (await files.get(url)).clone().blob();
  return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

/* Files of an older runtime of this site leave the reader's disk. */
async function forget(store, lock, python) {
  const names = [...Object.keys(lock.core), ...Object.values(lock.packages).map((file) => file.file_name), "pyodide-lock.json"];
  const current = new Set(names.map((name) => python + name));
  const home = new URL("..", python).href;
  for (const { url } of (await store?.keys()) ?? []) if (url.startsWith(home) && !current.has(url)) await store.delete(url);
}

/* How deep brackets stand in each other: reading many would break a Python in a browser before it could say so. */
function depth(code) {
  let now = 0;
  let most = 0;
  for (const sign of code.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g, "")) {
    if ("([{".includes(sign)) most = Math.max(most, ++now);
    else if (")]}".includes(sign)) now -= 1;
  }
  return most;
}

/* Each result is told when it comes; whatever happens, the page hears of an end. */
async function run({ code, number }) {
  const { pyodide, python } = session;
  const deep = depth(code);
  if (deep > DEEPEST) {
    const text = `Cell ${number}: brackets stand ${deep.toLocaleString("en")} deep in each other.\n→ This goes deeper than Python can read here. Build it in steps: give the inner parts names and use those.`;
    postMessage({ is: "result", result: JSON.stringify({ kind: "error", text }) });
    return postMessage({ is: "done" });
  }
  try {
    await pyodide.loadPackagesFromImports(code, { messageCallback: () => {} });
  } catch (error) {
    if (error.pyodide_fatal_error || error instanceof RangeError) return broken(error);
    /* else the import in the code says what is missing */
  }
  try {
    await python.answer(code, number, (result) => postMessage({ is: "result", result }));
    postMessage({ is: "done" });
  } catch (error) {
    broken(error);
  }
}

/* A Python that breaks leaves promises behind that nobody awaits: the page has been told already. */
self.addEventListener("unhandledrejection", (event) => event.preventDefault());

const broken = (error) => postMessage({ is: "broken", why: String(error?.message ?? error).trim().split("\n").at(-1).slice(0, 200) });

self.onmessage = ({ data }) => {
  if (data.python) start(data).then(() => postMessage({ is: "ready" }), (error) => postMessage({ is: "failed", why: error.message }));
  else run(data);
};
