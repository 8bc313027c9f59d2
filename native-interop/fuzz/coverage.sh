#!/usr/bin/env bash
# Fuzzes the picture decoders from seeds of every variety and prints executions, findings and the line coverage of image/.
# Usage: coverage.sh [SECONDS] [OUT_FOLDER]      Exit status 77: a tool is missing, nothing was run; 1: a finding.
# The fuzzer runs with address and undefined sanitizers; a second build without them replays its corpus and counts the lines.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/.."
seconds="${1:-20}"
out="${2:-$native/../out/fuzz}"
clang="$(command -v clang++ || command -v clang++-14 || true)"
for tool in "${clang:-clang++}" g++ gcov; do
  command -v "$tool" >/dev/null || { printf 'fuzz: %s is not installed: skipped\n' "$tool"; exit 77; }
done
[ -e /usr/include/jpeglib.h ] && [ -e /usr/include/png.h ] || { printf 'fuzz: libjpeg and libpng are not installed: skipped\n'; exit 77; }
mkdir -p "$out/seeds" "$out/corpus" "$out/lines"
sources=("$native/engine/api/status.cc" "$native/engine/model/operator_names.cc")
for source in "$native"/image/*.cc; do
  case "$source" in *_test.cc | */test_support.cc) ;; *) sources+=("$source") ;; esac
done
flags=(-std=c++17 "-I$native" "-I$native/image" "-I$native/include")
g++ -std=c++17 -O1 "-I$native/image/oracle" "$here/make_picture_seeds.cc" "$native"/image/oracle/{photo,jpeg_codec,png_codec}.cc \
  -ljpeg -lpng -o "$out/make_seeds"
"$out/make_seeds" "$out/seeds"
cp "$native"/image/golden/*.jpg "$native"/image/golden/*.png "$out/seeds/"
"$clang" "${flags[@]}" -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all "$here/fuzz_picture.cc" "${sources[@]}" \
  -o "$out/fuzz_picture"
ulimit -c 0
if ! "$out/fuzz_picture" -max_total_time="$seconds" -max_len=65536 -print_final_stats=1 "-artifact_prefix=$out/finding-" \
    "$out/corpus" "$out/seeds" >"$out/fuzz.log" 2>&1; then
  tail -n 40 "$out/fuzz.log" >&2
  printf 'fuzz: error: a finding; its file is %s/finding-*\n' "$out" >&2
  exit 1
fi
grep 'stat::number_of_executed_units\|stat::average_exec_per_sec' "$out/fuzz.log"
rm -f "$out"/lines/*
cd "$out/lines"
g++ "${flags[@]}" -O0 --coverage "$here/replay.cc" "$here/fuzz_picture.cc" "${sources[@]}" -o replay
./replay "$out/corpus" "$out/seeds" >/dev/null
gcov -n -- *.gcda 2>/dev/null | awk '
  /^File .*\/image\/[a-z0-9_]*\.(cc|h).$/ { name = $2; gsub(/.*\/image\/|\x27/, "", name); wanted = 1; next }
  /^Lines executed/ && wanted { split($0, part, /[:%]| of /); covered[name] = part[2]; lines[name] = part[4]; wanted = 0 }
  END {
    for (name in lines) { sum += lines[name]; hit += covered[name] * lines[name] / 100; printf "%6.2f %% of %4d  %s\n", covered[name], lines[name], name }
    printf "line coverage of image/: %.2f %% of %d lines\n", 100 * hit / sum, sum
  }' | sort -k1,1
