#!/usr/bin/env bash
# Prints the flash that decoding and resizing take on a Cortex-M7, linked as the board links them, by kind of picture.
# Usage: flash.sh OUT_FOLDER      Exit status 77: a tool is missing, nothing was built.
# With TC_PICTURES_FLASH_BUDGET in the environment it fails where that is more bytes.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/../.."
out="${1:?flash.sh wants a folder for its output}"
for tool in cmake arm-none-eabi-g++; do
  command -v "$tool" >/dev/null || { printf 'pictures: %s is not installed: skipped\n' "$tool"; exit 77; }
done
[ -r "$native/bench/device/footprint.cc" ] || { printf 'pictures: the bench is not in this checkout: skipped\n'; exit 77; }
mkdir -p "$out"
{ cmake -S "$native" -B "$out/cortex-m7" "-DCMAKE_TOOLCHAIN_FILE=$native/cmake/cortex-m7.cmake" -DCMAKE_BUILD_TYPE=Release &&
  cmake --build "$out/cortex-m7" --target tinyclassify_pictures; } >"$out/cortex-m7.log" 2>&1 ||
  { tail -n 30 "$out/cortex-m7.log" >&2; printf 'pictures: error: the decoder was not built for the Cortex-M7\n' >&2; exit 1; }
arm-none-eabi-g++ -mcpu=cortex-m7 -mthumb -mfpu=fpv5-sp-d16 -mfloat-abi=hard -ffunction-sections -fdata-sections -std=c++17 -O2 \
  -fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-use-cxa-atexit -DTC_FOOTPRINT_PICTURES "-I$native" \
  "-I$native/include" "$native/bench/device/footprint.cc" "$native"/qemu/{semihosting,startup}.cc \
  "$out/cortex-m7/image/libtinyclassify_pictures.a" "$out/cortex-m7/libtinyclassify_engine.a" -nostartfiles --specs=nano.specs -Wl,--gc-sections \
  "-Wl,-Map=$out/footprint.map" "-T$native/qemu/mps2_an500.ld" -o "$out/footprint.elf"
awk -v budget="${TC_PICTURES_FLASH_BUDGET:-0}" '
  function value(hex,   i, sum) {
    sum = 0
    for (i = 3; i <= length(hex); i++) sum = sum * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
    return sum
  }
  /^Linker script and memory map/ { on = 1 }
  !on { next }
  /^ \.[a-zA-Z]/ && NF == 1 { section = $1; next }  # A long name: address and size are on the next line.
  /^ \.[a-zA-Z]/ && NF >= 4 { section = $1; address = $2; size = $3; file = $4 }
  /^ +0x[0-9a-f]+ +0x[0-9a-f]+ / { address = $1; size = $2; file = $3 }
  file != "" {
    if (section ~ /^\.(text|rodata)/ && file ~ /libtinyclassify_pictures/ && value(address) > 0) {
      kind = file ~ /\(jpeg/ ? "JPEG" : file ~ /\((png|inflate)/ ? "PNG" : file ~ /\(bmp/ ? "BMP" : "for all of them, resizing"
      bytes[kind] += value(size)
      all += value(size)
    }
    file = ""
  }
  END {
    for (kind in bytes) printf "flash %d %s\n", bytes[kind], kind
    printf "flash %d decoding and resizing, together\n", all
    if (budget > 0 && all > budget) {
      printf "pictures: error: %d bytes of flash, %d more than the budget of %d\n", all, all - budget, budget
      exit 1
    }
  }' "$out/footprint.map"
