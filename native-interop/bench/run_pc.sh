#!/usr/bin/env bash
# Processor time of an inference on this machine: our engine's kernels, the plain ones, and LiteRT where Node and tests/litert's
# packages are there. Usage: run_pc.sh [MODEL.tflite]      (LiteRT takes models of 32x32x3 here)
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/.."
litert="$native/../tests/litert"
out="${TC_BENCH_OUT:-$native/../out/bench}"
model="${1:-$native/model/classifier.tflite}"
[ -r "$model" ] || { printf 'bench: error: no model at %s\n' "$model" >&2; exit 2; }
mkdir -p "$out"
{ cmake -S "$native" -B "$out/host" -DCMAKE_BUILD_TYPE=Release -DTC_PICTURES=OFF -DTC_BUILD_TESTS=OFF -DTC_BUILD_BENCH=ON -DTFLM_DIR= &&
  cmake --build "$out/host" --target pc_bench; } >"$out/host.log" 2>&1 || { tail -n 30 "$out/host.log" >&2; exit 1; }

"$out/host/bin/pc_bench" "$model" >"$out/pc.txt"
if ! command -v node >/dev/null; then echo "bench: Node is not installed: LiteRT is left out"
elif [ ! -d "$litert/node_modules" ]; then echo "bench: LiteRT is left out; \`npm ci\` in tests/litert fetches it"
else node "$litert/bench.mjs" "$model" >>"$out/pc.txt"
fi
processor="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)"
printf 'model: %s\nprocessor: %s, one thread; processor time, the best of several turns\n\n' "$model" "${processor:-unknown}"
awk '{ value[$1] = $2 }
  function row(name, key) {
    if (key in value) printf "%-38s %9.3f ms %9.0f a second %8.1f MAC/ns %9.2f\n", name, value[key], 1000 / value[key],
                             value["macs"] / value[key] / 1e6, value[key] / value["fast"]
  }
  END {
    printf "%-38s %12s %18s %15s %9s\n", "", "inference", "", "", "/ ours"
    row("our engine", "fast"); row("our engine, plain kernels", "plain"); row("LiteRT 2.5.3 (XNNPACK, WebAssembly)", "litert")
  }' "$out/pc.txt"
