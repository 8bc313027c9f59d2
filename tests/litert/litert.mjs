// Runs int8 .tflite files in LiteRT (real TensorFlow Lite, compiled to WebAssembly) under plain Node.
//
// The package's public API has no int8 tensors, so this calls the C++ binding (embind) below it.
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// The build without relaxed SIMD: Node 20 hides those instructions behind a flag, and their results may vary by CPU.
const BUILD = 'litert_wasm_compat_internal';

/** Loads the runtime once; every model shares it. */
export async function openRuntime() {
  const require = createRequire(import.meta.url);
  let entry;
  try {
    entry = require.resolve('@litertjs/core');
  } catch {
    throw new Error('@litertjs/core is not installed: run `npm ci` in tests/litert');
  }
  const folder = join(dirname(entry), '..', 'wasm');
  const gluePath = join(folder, `${BUILD}.js`);
  // The glue is a CommonJS script inside a package that declares "type": "module", so require() refuses it.
  const glue = new Module(gluePath);
  glue.filename = gluePath;
  glue.paths = Module._nodeModulePaths(folder);
  glue._compile(readFileSync(gluePath, 'utf8'), gluePath);
  const log = [];
  const wasm = await glue.exports({
    locateFile: (name) => join(folder, name),
    print: (line) => log.push(line),
    printErr: (line) => log.push(line),
  });
  wasm.setupLogging();
  return { wasm, environment: wasm.LiteRtEnvironment.create(null), log };
}

/**
 * Runs a model with one input and one output over a batch of inputs.
 * @param modelBytes  Uint8Array, a .tflite file
 * @param inputs      Uint8Array, the raw bytes of N input tensors one after the other
 * @return            Uint8Array, the raw bytes of N output tensors
 */
export async function runModel({ wasm, environment, log }, modelBytes, inputs) {
  log.length = 0;
  const owned = [];
  const own = (thing) => (owned.push(thing), thing);
  const address = wasm._malloc(modelBytes.byteLength);
  try {
    wasm.HEAPU8.set(modelBytes, address);
    const model = own(wasm.loadModel(environment, address, modelBytes.byteLength));
    const compiled = own(await wasm.compileModel(environment, model, { accelerator: 'wasm', environment }));
    const inputType = own(model.getInputTensorType(0, 0));
    const bytesEach = inputType.bytes();
    if (inputs.byteLength === 0 || inputs.byteLength % bytesEach !== 0)
      throw new Error(`inputs hold ${inputs.byteLength} bytes; expected a multiple of ${bytesEach}`);
    const input = own(wasm.LiteRtTensorBuffer.createManaged(
        environment, wasm.LiteRtTensorBufferType.HOST_MEMORY, inputType, bytesEach));
    const outputs = [];
    for (let at = 0; at < inputs.byteLength; at += bytesEach) {
      const target = input.lock(wasm.LiteRtTensorBufferLockMode.WRITE);
      wasm.HEAPU8.set(inputs.subarray(at, at + bytesEach), target);
      input.unlock();
      const results = await compiled.run(0, [input]);
      if (results.length !== 1) throw new Error(`the model has ${results.length} outputs; expected 1`);
      const source = results[0].lock(wasm.LiteRtTensorBufferLockMode.READ);
      outputs.push(wasm.HEAPU8.slice(source, source + results[0].packedSize()));
      results[0].unlock();
      results[0].delete();
    }
    return Buffer.concat(outputs);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error([message, ...log].join(' | '));
  } finally {
    for (const thing of owned.reverse()) thing.delete();
    wasm._free(address);
  }
}
