// node run.mjs MODEL.tflite INPUTS.bin OUTPUTS.bin   runs every input in the file and writes every output
// node run.mjs --serve                               the same for many: one JSON array of three paths a line on
//                                                    stdin, "ok" or "error MESSAGE" a line on stdout
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openRuntime, runModel } from './litert.mjs';

async function runFiles(runtime, [modelPath, inputsPath, outputsPath]) {
  const outputs = await runModel(runtime, readFileSync(modelPath), readFileSync(inputsPath));
  writeFileSync(`${outputsPath}.part`, outputs);
  renameSync(`${outputsPath}.part`, outputsPath);
}

const paths = process.argv.slice(2);
if (paths.length === 1 && paths[0] === '--serve') {
  const runtime = await openRuntime();
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      await runFiles(runtime, JSON.parse(line));
      console.log('ok');
    } catch (error) {
      console.log(`error ${error.message.replaceAll('\n', ' ')}`);
    }
  }
} else if (paths.length === 3) {
  await runFiles(await openRuntime(), paths);
} else {
  console.error('usage: node run.mjs MODEL.tflite INPUTS.bin OUTPUTS.bin | node run.mjs --serve');
  process.exit(2);
}
