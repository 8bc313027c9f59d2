// node bench.mjs MODEL.tflite   prints "litert MILLISECONDS": processor time of an inference, the best of several turns
import { readFileSync } from 'node:fs';
import { openRuntime, runModel } from './litert.mjs';

const TURNS = 10;
const FEW = 20; // A turn runs few inputs and many: the difference leaves loading and compiling out.
const MANY = 620;

const [modelPath] = process.argv.slice(2);
if (modelPath === undefined) {
  console.error('usage: node bench.mjs MODEL.tflite');
  process.exit(2);
}
const runtime = await openRuntime();
const model = readFileSync(modelPath);
const inputBytes = 32 * 32 * 3;

async function milliseconds(count) {
  const inputs = Uint8Array.from({ length: count * inputBytes }, (_, i) => (i * 2654435761) >>> 24);
  const begin = process.cpuUsage();
  await runModel(runtime, model, inputs);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

await milliseconds(MANY); // Warms up: WebAssembly is compiled a second time where it is hot.
// The least of each, and not of their differences: what disturbs a turn of few inputs would make the others look quick.
let few = Infinity;
let many = Infinity;
for (let turn = 0; turn < TURNS; ++turn) {
  few = Math.min(few, await milliseconds(FEW));
  many = Math.min(many, await milliseconds(MANY));
}
console.log(`litert ${((many - few) / (MANY - FEW)).toFixed(4)}`);
