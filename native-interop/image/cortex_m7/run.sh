#!/usr/bin/env bash
# Decodes pictures on a Cortex-M7 under QEMU and on this machine, and compares every byte of the outputs; prints the cost.
# Usage: run.sh OUT_FOLDER PICTURE...      Exit status 77: a tool is missing, nothing was run.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/../.."
out="${1:?run.sh wants a folder for its output}"; shift
[ $# -gt 0 ] || { printf 'pictures: error: no picture was named\n' >&2; exit 2; }
for tool in cmake arm-none-eabi-g++ qemu-system-arm g++; do
  command -v "$tool" >/dev/null || { printf 'pictures: %s is not installed: skipped\n' "$tool"; exit 77; }
done
[ -r "$native/qemu/startup.cc" ] || { printf 'pictures: qemu/ is not in this checkout: skipped\n'; exit 77; }

mkdir -p "$out/files"
rm -f "$out"/files/*
cp -- "$@" "$out/files/"
(cd "$out/files" && ls -- *.* >../list.txt && mv ../list.txt list.txt)

common=(-std=c++17 -O2 -Wall -Wextra -Werror -fno-exceptions -fno-rtti -ffp-contract=off
  "-I$native" "-I$native/image" "-I$native/include" "$here/picture_hashes.cc")
sources=()
for source in "$native"/image/*.cc; do
  case "$source" in *_test.cc | */test_support.cc) ;; *) sources+=("$source") ;; esac
done
sources+=("$native"/common/*.cc)
g++ "${common[@]}" "${sources[@]}" "$here/host_io.cc" -o "$out/hashes"

# The Cortex-M7 runs the objects that the firmware has, each with its own optimisation.
{ cmake -S "$native" -B "$out/cortex-m7" "-DCMAKE_TOOLCHAIN_FILE=$native/cmake/cortex-m7.cmake" -DCMAKE_BUILD_TYPE=Release &&
  cmake --build "$out/cortex-m7" --target tinyclassify_pictures; } >"$out/cortex-m7.log" 2>&1 ||
  { tail -n 30 "$out/cortex-m7.log" >&2; printf 'pictures: error: the decoder was not built for the Cortex-M7\n' >&2; exit 1; }
arm-none-eabi-g++ -mcpu=cortex-m7 -mthumb -mfpu=fpv5-sp-d16 -mfloat-abi=hard -ffunction-sections -fdata-sections \
  -fno-threadsafe-statics -fno-use-cxa-atexit "${common[@]}" "$native/qemu/semihosting.cc" \
  "$native/qemu/startup.cc" "$out/cortex-m7/image/libtinyclassify_pictures.a" "$out/cortex-m7/libtinyclassify_engine.a" \
  -nostartfiles --specs=nano.specs -Wl,--gc-sections "-T$native/qemu/mps2_an500.ld" -o "$out/hashes.elf"

cd "$out/files"
../hashes >../host.txt
timeout 1800 qemu-system-arm -M mps2-an500 -nographic -monitor none -serial none -icount shift=0 \
  -semihosting-config enable=on,target=native -kernel ../hashes.elf >../device.txt 2>&1 ||
  { cat ../device.txt >&2; printf 'pictures: error: the Cortex-M7 program failed\n' >&2; exit 1; }
cd ..
grep '^cost ' device.txt
grep -v '^cost ' device.txt >device_outputs.txt
if ! diff host.txt device_outputs.txt; then
  printf 'pictures: error: the Cortex-M7 (>) and this machine (<) differ\n' >&2
  exit 1
fi
printf '%s pictures: outputs are the same, byte for byte\n' "$(wc -l <host.txt)"
