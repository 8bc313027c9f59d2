#!/usr/bin/env bash
# The example as a stranger would build it, for QEMU's Cortex-M7: over FetchContent, over an installed package, and from the single-file
# sources, which every compiler and core that we name must take, too.
# Usage: try.sh FOLDER     FOLDER is for what is built.
# Exit status 77: a tool is missing, nothing was run.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
example="$here/bare-metal"
model="$here/../model"
out="${1:?try.sh wants a folder}"
for tool in cmake arm-none-eabi-g++ qemu-system-arm g++; do
  command -v "$tool" >/dev/null || { printf 'examples: %s is not installed: skipped\n' "$tool"; exit 77; }
done
mkdir -p "$out"
out="$(cd "$out" && pwd)"

step() { # step NAME COMMAND...: its output is shown where it fails
  local log="$out/$1.log"; shift
  "$@" >"$log" 2>&1 || { tail -n 30 "$log" >&2; printf 'examples: error: this failed: %s\n' "$*" >&2; exit 1; }
}
expect_cat() { # expect_cat NAME PROGRAM: under QEMU it must print what the picture shows
  local printed; printed="$(run "$2" 2>&1 | tr -d '\r')" || true
  printf '%s: %s\n' "$1" "$printed"
  [[ "$printed" == "cat, "[0-9]*" permille" ]] || { printf 'examples: error: expected "cat, N permille"\n' >&2; exit 1; }
}

toolchain=-DCMAKE_TOOLCHAIN_FILE="$here/../cmake/cortex-m7.cmake"
run() { timeout 120 qemu-system-arm -M mps2-an500 -nographic -monitor none -serial none -semihosting-config enable=on,target=native -kernel "$1"; }

step fetched-configure cmake -S "$example" -B "$out/fetched" "$toolchain"
step fetched-build cmake --build "$out/fetched" --target bare_metal
expect_cat FetchContent "$out/fetched/bare_metal.elf"

step package-configure cmake -S "$here/.." -B "$out/package" "$toolchain" -DCMAKE_BUILD_TYPE=Release
step package-build cmake --build "$out/package" --target tinyclassify_pictures tinyclassify_amalgamation
step package-install cmake --install "$out/package" --prefix "$out/prefix"
step installed-configure cmake -S "$example" -B "$out/installed" "$toolchain" -Dtinyclassify_ROOT="$out/prefix"
step installed-build cmake --build "$out/installed" --target bare_metal
expect_cat "installed package" "$out/installed/bare_metal.elf"

single="$out/package/amalgamation"
try() { # try NAME COMPILER OPTIONS...
  local name="$1"; shift
  for source in tinyclassify_engine tinyclassify_pictures; do
    step "$name-$source" "$@" -Wall -Wextra -Werror -fno-exceptions -fno-rtti -c "$single/$source.cc" -o "$out/$name-$source.o"
  done
  printf 'single files: %s\n' "$*"
}
try host17 g++ -std=c++17 -O1
try host20 g++ -std=c++20 -O1
clang="$(compgen -c clang++ | sort -V | tail -n 1)"  # Debian also names it clang++-14.
if [ -n "$clang" ]; then
  try clang17 "$clang" -std=c++17 -O1
  try clang20 "$clang" -std=c++20 -O1
else
  printf 'single files: clang++ is not installed, and was not tried\n'
fi
m7=(-mcpu=cortex-m7 -mthumb -mfpu=fpv5-sp-d16 -mfloat-abi=hard -Os -ffunction-sections -fdata-sections)
for core in cortex-m0plus cortex-m4 cortex-m33; do
  try "$core" arm-none-eabi-g++ -std=c++17 -Os -mthumb "-mcpu=$core"
done
link() { # link NAME OPTIONS...: the example from the single files' objects of that name
  local name="$1"; shift
  step "$name-link" arm-none-eabi-gcc -std=c11 "${m7[@]}" "$@" "-I$single" "-I$model" "-I$out/installed" "$example/main.c" \
    "$example/mps2-an500/startup.c" "$model/classifier.tflite.c" "$out/$name-tinyclassify_engine.o" \
    "$out/$name-tinyclassify_pictures.o" -Wl,--gc-sections "-T$example/mps2-an500/memory.ld" -nostartfiles --specs=nano.specs --specs=rdimon.specs \
    -o "$out/$name.elf"
}
try cortex-m7 arm-none-eabi-g++ -std=c++17 "${m7[@]}"
link cortex-m7
expect_cat "single files" "$out/cortex-m7.elf"
try cortex-m7-lto arm-none-eabi-g++ -std=c++17 "${m7[@]}" -flto
link cortex-m7-lto -flto
expect_cat "single files, optimised as a whole when they are linked (-flto)" "$out/cortex-m7-lto.elf"
