#!/usr/bin/env bash
# Counts the instructions of a model on a Cortex-M7 under QEMU, checks its outputs against this machine's, prints a table.
# Usage: run.sh [MODEL.tflite] [--json FILE] [--layers] [--cycles]      Exit status 77: a tool is missing, nothing was run.
# --cycles tells cycles by model, too: cycles.sh, which wants llvm-mca (Debian: llvm-19).
# With TC_FLASH_BUDGET in the environment it fails where our runtime takes more bytes of flash than that; with
# TC_CHOSEN_FLASH_BUDGET, where it does with the committed model's operators alone; with TC_OPEN_BUDGET, where tc_measure and
# tc_open together take more instructions than that.
# With TFLM_DIR in the environment (native-interop/tflm/README.md), TFLM runs beside our engine, with and without CMSIS-NN.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/.."
out="${TC_BENCH_OUT:-$native/../out/bench}"
model="$native/model/classifier.tflite"
json=""
layers=0
cycles=0

while [ $# -gt 0 ]; do
  case "$1" in
    --json) json="${2:?--json wants a file}"; shift 2 ;;
    --layers) layers=1; shift ;;
    --cycles) cycles=1; shift ;;
    -h | --help) sed -n '2,8s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) printf 'bench: error: there is no option "%s"\n' "$1" >&2; exit 2 ;;
    *) model="$1"; shift ;;
  esac
done
for tool in cmake arm-none-eabi-g++ qemu-system-arm; do
  command -v "$tool" >/dev/null || { printf 'bench: %s is not installed: skipped\n' "$tool"; exit 77; }
done
[ -r "$model" ] || { printf 'bench: error: no model at %s\n' "$model" >&2; exit 2; }
model="$(cd "$(dirname "$model")" && pwd)/$(basename "$model")"
mkdir -p "$out"

build() { # build <folder> <cmake arguments>
  local folder="$1"; shift
  { cmake -S "$native" -B "$folder" -DCMAKE_BUILD_TYPE=Release -DTC_PICTURES=OFF -DTC_BUILD_TESTS=OFF -DTC_BUILD_BENCH=ON "$@" &&
    cmake --build "$folder"; } >"$folder.log" 2>&1 || { tail -n 30 "$folder.log" >&2; exit 1; }
}
tflm="${TFLM_DIR:-}"
[ -z "$tflm" ] || tflm="$(cd "$tflm" && pwd)" || { printf 'bench: error: TFLM_DIR is no folder: %s\n' "$TFLM_DIR" >&2; exit 2; }
build "$out/cortex-m7" -DCMAKE_TOOLCHAIN_FILE="$native/cmake/cortex-m7.cmake" -DTFLM_DIR="$tflm"
build "$out/host" -DTFLM_DIR=
device="$out/cortex-m7/bin"

# The model's path goes to the program as its command line, which has blanks between words: link it to a plain name.
ln -sf "$model" "$out/model.tflite"
run() { # run PROGRAM: its facts
  (cd "$out" && timeout 600 qemu-system-arm -M mps2-an500 -nographic -monitor none -serial none -icount shift=0 \
    -semihosting-config enable=on,target=native,arg=bench,arg=model.tflite -kernel "$device/$1.elf") 2>&1
}
must_run() { # must_run PROGRAM FACTS
  run "$1" >"$2" || { cat "$2" >&2; printf 'bench: error: the Cortex-M7 program %s failed\n' "$1" >&2; exit 1; }
}
must_run bench "$out/facts.txt"

flash() { arm-none-eabi-size "$device/footprint_$1.elf" | awk 'NR == 2 { print $1 + $2 }'; }
runtime_flash() { echo "$(($(flash "$1") - $(flash without)))"; }
{
  printf 'expected hash %s\n' "$("$out/host/bin/expected_hash" "$model")"
  printf 'model_sha256 %s\n' "$(sha256sum "$model" | cut -d ' ' -f 1)"
  printf 'flash fast %s\n' "$(runtime_flash with)"
} >>"$out/facts.txt"
if [ -n "$tflm" ]; then
  for column in tflm cmsis_nn; do
    must_run "bench_$column" "$out/facts_$column.txt"
    grep -v '^operator\|^model' "$out/facts_$column.txt" >>"$out/facts.txt"
    printf 'flash %s %s\n' "$column" "$(runtime_flash "$column")" >>"$out/facts.txt"
  done
fi

# add_cycles COLUMN PROGRAM
add_cycles() {
  [ "$cycles" -eq 1 ] || return 0
  "$here/cycles.sh" "$device/$2.elf" "$out/model.tflite" "$out/cycles_$1" | sed "s/^/cycles $1 /" >>"$out/facts.txt"
}
add_cycles fast cycles
if [ -n "$tflm" ]; then
  for column in tflm cmsis_nn; do add_cycles "$column" "cycles_$column"; done
fi

printf 'model: %s\ncompiler: %s, with the options of the firmware, Cortex-M7\ncounted by: %s, -icount shift=0, ticks of 40 instructions\n\n' "$model" \
  "$(arm-none-eabi-g++ -dumpfullversion | sed 's/^/gcc /')" "$(qemu-system-arm --version | head -n 1)"
awk -v layers="$layers" -v json="$json" -f "$here/report.awk" "$out/facts.txt"
chosen="$(runtime_flash chosen)"
printf '\nwith the operators of the committed model alone, the runtime takes %d bytes of flash\n' "$chosen"
hold() { # hold TAKEN BUDGET OF_WHAT
  [ "$1" -gt "${2:-$1}" ] || return 0
  printf 'bench: error: %d %s, %d more than the budget of %d\n' "$1" "$3" "$(($1 - $2))" "$2" >&2
  exit 1
}
hold "$(runtime_flash with)" "${TC_FLASH_BUDGET:-}" "bytes of flash of the runtime with all operators"
hold "$chosen" "${TC_CHOSEN_FLASH_BUDGET:-}" "bytes of flash of the runtime with the committed model's operators"
opening="$(awk '($1 == "measure" || $1 == "open") && $2 == "fast" { sum += 40 * $3 } END { print sum }' "$out/facts.txt")"
hold "$opening" "${TC_OPEN_BUDGET:-}" "instructions of tc_measure and tc_open"
