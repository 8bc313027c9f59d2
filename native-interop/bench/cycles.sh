#!/usr/bin/env bash
# Cycles of an inference on a Cortex-M7, by model: cycles.sh PROGRAM.elf MODEL.tflite FOLDER, both files' names without blanks.
# Prints "<operator> <cycles>" a line; leaves the costs of the blocks in FOLDER. Exit status 77: a tool is missing.
# QEMU logs each basic block that runs, llvm-mca tells a block's cycles when it repeats, on LLVM's pipeline of the Cortex-M7;
# docs/benchmarks.md tells what that leaves out. PROGRAM is device/cycles.cc over one of the libraries.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
program="$1" model="$2" folder="$3"
mca="" objdump=""
for version in -19 "" -20 -18; do
  if command -v "llvm-mca$version" >/dev/null && command -v "llvm-objdump$version" >/dev/null; then
    mca="llvm-mca$version" objdump="llvm-objdump$version"
    break
  fi
done
[ -n "$mca" ] || { echo "cycles: llvm-mca is not installed (Debian: llvm-19): skipped" >&2; exit 77; }
mkdir -p "$folder"
cd "$folder"
ln -sf "$program" program.elf
[ "$model" -ef model.tflite ] || ln -sf "$model" model.tflite

run() { # run [the clock's numbers]
  local words="arg=cycles,arg=model.tflite${1:+,arg=$1}"
  shift "$(($# > 0))"
  timeout 600 qemu-system-arm -M mps2-an500 -nographic -monitor none -serial none \
    -semihosting-config "enable=on,target=native,$words" -kernel program.elf "$@"
}

"$objdump" -d --no-show-raw-insn --triple=thumbv7em --mcpu=cortex-m7 program.elf >listing.txt
clock="$("$objdump" -t program.elf | awk '$NF == "CyclesClock" { print $1 }')"
rm -f log && mkfifo log
awk -v clock="$clock" -f "$here/count_blocks.awk" log >blocks.txt &
counter=$!
run "" -d exec,nochain -D log 2>still.txt
wait "$counter"
awk -f "$here/split_blocks.awk" blocks.txt listing.txt >blocks.s 2>lengths.txt
"$mca" -mtriple=thumbv7em-none-eabi -mcpu=cortex-m7 -iterations=100 \
  -call-latency=1 -skip-unsupported-instructions=any blocks.s 2>mca.log |
  awk '/^\[[0-9]+\] Code Region/ { block = $NF } /^Total Cycles:/ { print block, $3 / 100 }' >costs.txt
awk -f "$here/sum_cycles.awk" costs.txt lengths.txt blocks.txt >clock.txt
run clock.txt 2>&1
