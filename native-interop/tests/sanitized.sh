#!/usr/bin/env bash
# Builds the native libraries and their tests with address and undefined-behaviour sanitizers, and runs them.
# Usage: sanitized.sh OUT_FOLDER [SANITIZERS]      SANITIZERS as the compiler names them; address,undefined unless others are given.
# All that a program is made of has them, by the one function tinyclassify_sanitize (cmake/compile_options.cmake).
set -euo pipefail
# In the list of tests it is part of `./build.sh test --all` alone: it takes minutes.
if [ -n "${TC_ONLY_WITH_ALL:-}" ] && [ -z "${TINYCLASSIFY_ALL_TESTS:-}" ]; then
  printf '%s: part of ./build.sh test --all: skipped\n' "$(basename "$0" .sh)"
  exit 77
fi
native="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
out="${1:?sanitized.sh wants a folder for its output}"
sanitizers="${2:-address,undefined}"
mkdir -p "$out"
run() { # run NAME COMMAND...: its output is shown where it fails
  local log="$out/$1.log"; shift
  "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; printf 'sanitized: error: this failed: %s\n' "$*" >&2; exit 1; }
}
# -O1: a test runs a few times as long as with -O2, and compiles in half the time.
run configure cmake -S "$native" -B "$out/build" "-DTC_SANITIZE=$sanitizers" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS=-O1 -DCMAKE_C_FLAGS=-O1
# One rounding: the others' kernels differ in a few lines, and compiling them takes minutes.
run build cmake --build "$out/build" --parallel 2 --target engine_tests image_tests draw_tests card_tests board_tests replay_models
unset GTEST_OUTPUT             # Of a test run around this one.
export GTEST_FILTER='-Reduced.*'  # Pictures of 12 megapixels, each decoded several times.
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1
ctest --test-dir "$out/build" --output-on-failure --no-tests=error -R '^(engine_tests|image_tests|draw_tests|card_tests|board_tests|fuzz_corpus_of_models)$'
