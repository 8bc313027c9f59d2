#!/usr/bin/env bash
# Draws a picture of each kind, decodes it on a Cortex-M7 under QEMU to a 32x32 input and a 240x240 preview, compares every byte
# with this machine's, and prints a table: instructions a pixel, workspace, flash.
# Usage: run_pictures.sh [PICTURE...]: these instead of drawn ones      Exit status 77: a tool is missing, nothing was run.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/.."
case "${1:-}" in -*) sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"; [ "$1" = --help ] || [ "$1" = -h ] || exit 2; exit 0 ;; esac
out="${TC_BENCH_OUT:-$native/../out/bench}/pictures"
mkdir -p "$out/drawn"
if [ $# -eq 0 ]; then
  [ -e /usr/include/jpeglib.h ] && [ -e /usr/include/png.h ] && command -v g++ >/dev/null ||
    { printf 'bench: g++, libjpeg or libpng is not installed: skipped\n'; exit 77; }
  g++ -std=c++17 -O2 "-I$native/image/oracle" "$here/host/make_pictures.cc" \
    "$native"/image/oracle/{photo,jpeg_codec,png_codec}.cc -ljpeg -lpng -o "$out/make_pictures"
  rm -f "$out"/drawn/*
  "$out/make_pictures" "$out/drawn"
  set -- "$out"/drawn/*
fi
ran=0
"$native/image/cortex_m7/run.sh" "$out" "$@" >"$out/log" || ran=$?
[ "$ran" -eq 0 ] || { cat "$out/log" >&2; exit "$ran"; }
printf 'compiler: %s, with the options of the firmware, Cortex-M7\ncounted by: %s, -icount shift=0\n\n' \
  "$(arm-none-eabi-g++ -dumpfullversion | sed 's/^/gcc /')" "$(qemu-system-arm --version | head -n 1)"
awk -v folder="$out/files" '
  $1 == "cost" {
    if (!head++)
      printf "%-28s %10s %10s %14s %12s %10s %10s %6s\n",
             "picture", "bytes", "pixels", "10^3 instr.", "instr./pixel", "s, 216 MHz", "workspace", "stack"
    command = "stat -c %s \"" folder "/" $2 "\""
    command | getline bytes
    printf "%-28s %10d %10d %14d %12.1f %10.2f %10d %6d\n",
           $2, bytes, $8, $4, $8 ? 1000 * $4 / $8 : 0, $4 / 216000, $10, $6
  }' "$out/log"
printf '\nThe outputs are this machine'\''s, byte for byte. 4,096 bytes of a file are in memory at once, of the workspace.\n\n'
"$native/image/cortex_m7/flash.sh" "$out" | sed 's/^flash \([0-9]*\) \(.*\)/flash, bytes: \1 \2/'
