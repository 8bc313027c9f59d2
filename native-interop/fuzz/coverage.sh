#!/usr/bin/env bash
# Fuzzes what reads files from outside, from seeds of every variety, and prints executions, findings and line coverage.
# Usage: coverage.sh picture|model [RUNS | SECONDSs] [OUT_FOLDER]     Exit status 77: a tool is missing, nothing was run; 1: a finding.
#   picture  the decoders: line coverage of image/
#   model    the reader of model files, the planner and the kernels: line coverage of engine/
#   2000     so many executions from the seeds alone, the same ones every time
#   3600s    so long, going on from what OUT_FOLDER/corpus holds of earlier runs
# The fuzzer runs with address and undefined sanitizers; a second build without them replays its corpus and counts the lines.
# With TC_COVERAGE in the environment it fails where less is covered, in percent.
set -euo pipefail
# In the list of tests it is part of `./build.sh test --all` alone: it takes minutes.
if [ -n "${TC_ONLY_WITH_ALL:-}" ] && [ -z "${TINYCLASSIFY_ALL_TESTS:-}" ]; then
  printf '%s: part of ./build.sh test --all: skipped\n' "$(basename "$0" .sh)"
  exit 77
fi
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/.."
what="${1:-}"
length="${2:-2000}"
out="${3:-$native/../out/fuzz/$what}"
case "$what" in
  picture | model) ;;
  *) printf 'fuzz: error: "%s": expected picture or model\n' "$what" >&2; exit 2 ;;
esac
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
mkdir -p "$out"
out="$(cd "$out" && pwd)"
[ "${limit[0]#-runs}" = "${limit[0]}" ] || rm -rf "$out/corpus"
rm -rf "$out/seeds" "$out/lines" "$out"/finding-*
mkdir -p "$out/seeds" "$out/corpus" "$out/lines"

sources_of() { # sources_of FOLDER: appends those that are not tests
  local source
  while IFS= read -r source; do sources+=("$source"); done < <(find "$1" -name '*.cc' ! -name '*_test.cc' ! -name 'test_support.cc' ! -path '*/oracle/*' \
    ! -path '*/cortex_m7/*' | LC_ALL=C sort)
}
flags=(-std=c++17 "-I$native" "-I$native/image" "-I$native/include")
sources=()
sources_of "$native/common"
if [ "$what" = picture ]; then
  [ -e /usr/include/jpeglib.h ] && [ -e /usr/include/png.h ] || { printf 'fuzz: libjpeg and libpng are not installed: skipped\n'; exit 77; }
  covered=image most=65536
  sources+=("$native/engine/api/status.cc" "$native/engine/model/operators.cc")
  sources_of "$native/image"
  g++ -std=c++17 -O1 "-I$native/image/oracle" "$here/make_picture_seeds.cc" "$native"/image/oracle/{photo,jpeg_codec,png_codec}.cc \
    -ljpeg -lpng -o "$out/make_seeds"
  cp "$native"/image/golden/*.jpg "$native"/image/golden/*.png "$out/seeds/"
else
  [ -e /usr/include/gtest/gtest.h ] || { printf 'fuzz: GoogleTest is not installed: skipped\n'; exit 77; }
  covered=engine most=32768
  sources_of "$native/engine"
  sources_of "$native/image"
  cp "$here"/corpus/model/* "$out/seeds/"
fi
# The lines are counted in objects without sanitizers; the seeds of models are made with them, too.
(cd "$out/lines" && printf '%s\n' "${sources[@]}" "$here/replay.cc" "$here/fuzz_$what.cc" | xargs -P 2 -n 8 g++ "${flags[@]}" -O0 --coverage -c)
if [ "$what" = model ]; then
  mv "$out/lines"/{replay,fuzz_model}.o "$out/"
  g++ "${flags[@]}" --coverage "$here/generate/make_model_seeds.cc" "$native/tests/model_builder.cc" "$out/lines"/*.o -lgtest -lpthread -o "$out/make_seeds"
  mv "$out"/{replay,fuzz_model}.o "$out/lines/"
fi
(cd "$out" && ./make_seeds "$out/seeds")
find "$out" -name '*.gcda' -delete
"$clang" "${flags[@]}" -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all "$here/fuzz_$what.cc" "${sources[@]}" -o "$out/fuzz_$what"
ulimit -c 0
if ! "$out/fuzz_$what" "${limit[@]}" "-max_len=$most" -report_slow_units=600 -print_final_stats=1 \
    "-artifact_prefix=$out/finding-" "$out/corpus" "$out/seeds" >"$out/fuzz.log" 2>&1; then
  tail -n 60 "$out/fuzz.log" >&2
  for finding in "$out"/finding-*; do
    [ -e "$finding" ] || continue
    printf 'fuzz: error: a finding, %s, in base64:\n' "$finding" >&2
    base64 -w 0 "$finding" >&2
    printf '\nfuzz: to see it again: %s %s\n' "$out/fuzz_$what" "$finding" >&2
  done
  exit 1
fi
grep 'stat::number_of_executed_units\|stat::average_exec_per_sec' "$out/fuzz.log"
cd "$out/lines"
g++ --coverage ./*.o -o replay
./replay "$out/corpus" "$out/seeds" >/dev/null
gcov -n -- *.gcda 2>/dev/null | awk -v folder="$covered" -v least="${TC_COVERAGE:-0}" '
  /^File / { name = $2; gsub(/\x27/, "", name); gsub(/fuzz\/[.][.]\//, "", name); wanted = match(name, "native-interop/" folder "/.*[.](cc|h)$"); if (wanted) name = substr(name, RSTART + 15); next }
  /^Lines executed/ && wanted {
    split($0, part, /[:%]| of /)
    if (part[2] * part[4] / 100 > hits[name]) hits[name] = part[2] * part[4] / 100  # A header counts as in the source that runs most of it.
    if (part[4] > lines[name]) lines[name] = part[4]
    wanted = 0
  }
  END {
    for (name in lines) {
      sum += lines[name]; hit += hits[name]
      printf "%6.2f %% of %4d  %s\n", 100 * hits[name] / lines[name], lines[name], name | "sort"
    }
    close("sort")
    printf "line coverage of %s/: %.2f %% of %d lines\n", folder, 100 * hit / sum, sum
    if (100 * hit / sum < least) { printf "fuzz: error: less than %s %%\n", least; exit 1 }
  }'
