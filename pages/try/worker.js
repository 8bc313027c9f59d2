"use strict";

// The engine in a thread of its own: one message asks, one answers, in order.
let compiled, open = null; // The open model: an instance of the engine, and where things lie in its memory.
const imports = { page: { microseconds: () => Math.round(performance.now() * 1000) >>> 0 } };
const align = (at) => (at + 15) & ~15;
const side = 272; // Pixels of the view that is drawn of a picture: the centre crop that the model sees.

function place(engine, bytes, at) {
  reach(engine, at + bytes.length);
  new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
}

function reach(engine, end) {
  const missing = end - engine.memory.buffer.byteLength;
  if (missing > 0) engine.memory.grow(Math.ceil(missing / 65536));
}

// What the engine said last.
const words = (engine) => new TextDecoder().decode(new Uint8Array(engine.memory.buffer, engine.text(), engine.textBytes()));
const refused = (engine, status) => ({ status, text: words(engine) });

function result(status) {
  const { engine, view } = open;
  if (status < 0) return refused(engine, status);
  const count = Math.min(10, engine.fact(3));
  const top = new Int32Array(engine.memory.buffer, engine.top(count), count * 3);
  return {
    status: 0, side, view: new Uint16Array(engine.memory.buffer, view, side * side).slice(), decode: engine.decodeTime(), invoke: engine.invokeTime(),
    top: Array.from({ length: count }, (_, i) => ({ class: top[i * 3], score: top[i * 3 + 1], permille: top[i * 3 + 2] })),
  };
}

const calls = {
  async start(wasm) {
    compiled = await WebAssembly.compile(wasm);
    return { status: 0 };
  },

  // Each model has an instance of its own: the one before stays open where this one is refused.
  async open(file) {
    const engine = (await WebAssembly.instantiate(compiled, imports)).exports;
    engine._initialize?.();
    const at = align(engine.heap());
    place(engine, file, at);
    const memory = engine.measure(at, file.length);
    if (memory < 0) return refused(engine, memory);
    const model = align(at + file.length), workspace = align(model + memory), view = align(workspace + engine.workspaceBytes());
    const free = align(view + side * side * 2);
    reach(engine, free);
    const status = engine.open(at, file.length, model, memory);
    if (status < 0) return refused(engine, status);
    open = { engine, workspace, view, free };
    const fact = (which) => engine.fact(which);
    engine.name();
    const name = words(engine);
    const labels = Array.from({ length: fact(3) }, (_, i) => { engine.label(i); return words(engine); });
    return {
      status: 0, name, labels, height: fact(0), width: fact(1), channels: fact(2), operators: fact(4), macs: fact(5), kind: fact(6),
      boardMemory: engine.measureBoard(at, file.length, 0), boardArena: engine.measureBoard(at, file.length, 1),
    };
  },

  classify(file) {
    place(open.engine, file, open.free);
    return result(open.engine.classify(open.free, file.length, open.workspace, open.view, side));
  },

  frame({ rgba, width, height }) {
    place(open.engine, rgba, open.free);
    return result(open.engine.classifyFrame(open.free, width, height, open.workspace, open.view, side));
  },
};

let turn = Promise.resolve();
onmessage = ({ data: { id, call, value } }) => {
  turn = turn.then(async () => {
    try {
      postMessage({ id, value: await calls[call](value) });
    } catch (error) {
      postMessage({ id, value: { status: -2, text: `the browser gives no memory for it, or the engine ended: ${error.message}` } });
    }
  });
};
