#!/usr/bin/env bash
# Fuzzes the picture decoders from seeds of every variety and prints executions, findings and the line coverage of image/.
# Usage: coverage.sh [RUNS | SECONDSs] [OUT_FOLDER]      Exit status 77: a tool is missing, nothing was run; 1: a finding.
#   2000     so many executions from the seeds alone, the same ones every time
#   3600s    so long, going on from what OUT_FOLDER/corpus holds of earlier runs
# The fuzzer runs with address and undefined sanitizers; a second build without them replays its corpus and counts the lines.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/.."
length="${1:-2000}"
out="${2:-$native/../out/fuzz}"
case "$length" in
  *[!0-9s]* | *s?* | s | '')
    printf 'fuzz: error: "%s": expected a number of runs (2000) or of seconds (60s)\n' "$length" >&2
    exit 2
    ;;
  *s) limit=("-max_total_time=${length%s}") ;;
  *) limit=("-runs=$length" -seed=1) ;;
esac
clang="$(command -v clang++ || command -v clang++-14 || true)"
for tool in "${clang:-clang++}" g++ gcov; do
  command -v "$tool" >/dev/null || { printf 'fuzz: %s is not installed: skipped\n' "$tool"; exit 77; }
done
[ -e /usr/include/jpeglib.h ] && [ -e /usr/include/png.h ] ||
  { printf 'fuzz: libjpeg and libpng are not installed: skipped\n'; exit 77; }
mkdir -p "$out"
out="$(cd "$out" && pwd)"
[ "${limit[0]#-runs}" = "${limit[0]}" ] || rm -rf "$out/corpus"
rm -rf "$out/seeds" "$out/lines" "$out"/finding-*
mkdir -p "$out/seeds" "$out/corpus" "$out/lines"
sources=("$native/common/diagnosis.cc" "$native/engine/api/status.cc" "$native/engine/model/operators.cc")
for source in "$native"/image/*.cc; do
  case "$source" in *_test.cc | */test_support.cc) ;; *) sources+=("$source") ;; esac
done
flags=(-std=c++17 "-I$native" "-I$native/image" "-I$native/include")
g++ -std=c++17 -O1 "-I$native/image/oracle" "$here/make_picture_seeds.cc" "$native"/image/oracle/{photo,jpeg_codec,png_codec}.cc \
  -ljpeg -lpng -o "$out/make_seeds"
"$out/make_seeds" "$out/seeds"
cp "$native"/image/golden/*.jpg "$native"/image/golden/*.png "$out/seeds/"
"$clang" "${flags[@]}" -O2 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all "$here/fuzz_picture.cc" \
  "${sources[@]}" -o "$out/fuzz_picture"
ulimit -c 0
if ! "$out/fuzz_picture" "${limit[@]}" -max_len=65536 -report_slow_units=600 -print_final_stats=1 \
    "-artifact_prefix=$out/finding-" "$out/corpus" "$out/seeds" >"$out/fuzz.log" 2>&1; then
  tail -n 60 "$out/fuzz.log" >&2
  for finding in "$out"/finding-*; do
    [ -e "$finding" ] || continue
    printf 'fuzz: error: a finding, %s, in base64:\n' "$finding" >&2
    base64 -w 0 "$finding" >&2
    printf '\nfuzz: to see it again: %s %s\n' "$out/fuzz_picture" "$finding" >&2
  done
  exit 1
fi
grep 'stat::number_of_executed_units\|stat::average_exec_per_sec' "$out/fuzz.log"
cd "$out/lines"
g++ "${flags[@]}" -O0 --coverage "$here/replay.cc" "$here/fuzz_picture.cc" "${sources[@]}" -o replay
./replay "$out/corpus" "$out/seeds" >/dev/null
gcov -n -- *.gcda 2>/dev/null | awk '
  /^File .*\/image\/[a-z0-9_]*\.(cc|h).$/ { name = $2; gsub(/.*\/image\/|\x27/, "", name); wanted = 1; next }
  /^Lines executed/ && wanted { split($0, part, /[:%]| of /); covered[name] = part[2]; lines[name] = part[4]; wanted = 0 }
  END {
    for (name in lines) {
      sum += lines[name]; hit += covered[name] * lines[name] / 100
      printf "%6.2f %% of %4d  %s\n", covered[name], lines[name], name
    }
    printf "line coverage of image/: %.2f %% of %d lines\n", 100 * hit / sum, sum
  }' | sort -k1,1
