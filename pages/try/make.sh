#!/usr/bin/env bash
# Makes the page to try models on: one HTML file that needs no server and nothing beside it. ./build.sh page [--out FILE]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
here="$root/pages/try"
build="$root/out/page/build"
out="$root/out/page/index.html"

say() { printf 'page: %s\n' "$*"; }
fail() { printf 'page: error: %s\n' "$*" >&2; exit 2; }

case $# in
  0) ;;
  2) [ "$1" = --out ] || fail "'$1' is not known; expected --out FILE"; out="$2" ;;
  *) fail "expected nothing, or --out FILE" ;;
esac
mkdir -p "$build" "$(dirname "$out")"
log="$build/page.log"

logged() { "$@" >>"$log" 2>&1 || { tail -n 30 "$log" >&2; fail "$1 failed; the log is $log"; }; }

: >"$log"
say "compiling the engine and the picture decoders for the browser (about half a minute)"
logged cmake -S "$root/native-interop" -B "$build" -DCMAKE_C_COMPILER=emcc -DCMAKE_CXX_COMPILER=em++ -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
logged cmake --build "$build" --target tinyclassify_amalgamation
sources="$build/amalgamation"
for source in tinyclassify_engine tinyclassify_pictures; do
  logged em++ -std=c++17 -O3 -msimd128 -fno-exceptions -fno-rtti -c "$sources/$source.cc" -o "$build/$source.o"
done
logged emcc -std=c11 -O3 -msimd128 -Wall -Werror -I "$root/native-interop/include" -c "$here/engine.c" -o "$build/engine.o"
# The page gives the clock; the linker need not know of it.
logged emcc -O3 --no-entry -sALLOW_MEMORY_GROWTH=1 -sERROR_ON_UNDEFINED_SYMBOLS=0 "$build/engine.o" "$build/tinyclassify_engine.o" \
  "$build/tinyclassify_pictures.o" -o "$build/engine.wasm"

base64_of() { base64 <"$1" | tr -d '\n'; }

card() { # the built-in pictures as JSON
  local file separator="["
  for file in "$root"/device/card/*.jpg; do
    printf '%s{"name":"%s","jpeg":"%s"}' "$separator" "$(basename "$file")" "$(base64_of "$file")"
    separator=","
  done
  printf ']\n'
}

contents() { # NAME: what stands in the page where index.html refers to it
  case "$1" in
    engine.wasm) base64_of "$build/engine.wasm" ;;
    classifier.tflite) base64_of "$root/native-interop/model/classifier.tflite" ;;
    cost.json) cat "$root/native-interop/model/cost.json" ;;
    card.json) card ;;
    *) cat "$here/$1" ;;
  esac
}

whole() {
  local line name
  while IFS= read -r line; do
    case "$line" in
      *'<link rel="stylesheet" href="'*)
        name="${line#*href=\"}"
        printf '<style>\n'; contents "${name%%\"*}"; printf '</style>\n' ;;
      *'<script'*' src="'*)
        name="${line#*src=\"}"
        printf '%s>' "${line%% src=*}"; contents "${name%%\"*}"; printf '</script>\n' ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"$here/index.html"
}

whole >"$out.new"
mv "$out.new" "$out"
say "wrote $out ($(($(wc -c <"$out") / 1024)) KB): open it in a browser, or put it on any web server"
