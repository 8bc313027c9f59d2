#!/usr/bin/env bash
# ./build.sh firmware NF_INTERPRETER_DIR: puts the overlay into your checkout of nf-interpreter, tells the two commands of its own
# build, and prints the sizes of the images that stand there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
fail() { printf 'firmware: error: %s\n' "$*" >&2; exit 1; }
[ $# -eq 1 ] || fail "one folder is wanted: your checkout of nf-interpreter (its commit is in nf-interpreter-patch/UPSTREAM)"
"$here/apply.sh" "$1"
nf="$(cd "$1" && pwd)"
preset=ST_STM32F746G_DISCOVERY

say_how() { # say_how FOLDER OPTIONS
  printf '  cd %s\n  cmake --preset %s%s\n  cmake --build %s\n' "$nf" "$preset" "$2" "$1"
}

if [ ! -f "$nf/build/nanoCLR.elf" ]; then
  printf '\nThe overlay is in place. nf-interpreter builds it with its own tools (CMake 3.30, Ninja, kconfiglib, arm-none-eabi-gcc):\n'
  say_how build ""
  printf 'Then run this command again: it prints the sizes. README.md in nf-interpreter-patch tells how to flash.\n'
  exit 0
fi
stale="$(find "$nf/targets/ChibiOS/$preset" "$nf/InteropAssemblies/TinyClassify.Native" -type f ! -name applied.sha256 \
  -newer "$nf/build/nanoCLR.elf" -print -quit)"
[ -z "$stale" ] || { printf '\nThe images are older than the overlay (%s). Build them again:\n' "${stale#"$nf/"}"; say_how build ""; exit 1; }
if [ ! -f "$nf/build-without/nanoCLR.elf" ]; then
  printf '\nFor the column "without the classifier" build the same board once more:\n'
  say_how build-without " -B build-without -DTINYCLASSIFY_RUNTIME=none -DNF_INTEROP_ASSEMBLIES="
fi
if [ ! -f "$nf/build-tflm/nanoCLR.elf" ]; then
  printf '\nFor the column "TFLM, CMSIS-NN" build TensorFlow Lite for Microcontrollers (native-interop/tflm/README.md), and with it:\n'
  say_how build-tflm " -B build-tflm -DTINYCLASSIFY_RUNTIME=tflm -DTFLM_DIR=FOLDER"
fi
exec "$here/sizes.sh" "$nf"
