#!/usr/bin/env bash
# ./build.sh firmware NF_INTERPRETER_DIR: puts the overlay into your checkout of nf-interpreter, has nf-interpreter's own build make
# the images, and prints their sizes.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
say() { printf 'firmware: %s\n' "$*"; }
fail() { printf 'firmware: error: %s\n' "$*" >&2; exit 1; }
usage="usage: ./build.sh firmware NF_INTERPRETER_DIR
  The folder is your checkout of nf-interpreter, at the commit in nf-interpreter-patch/UPSTREAM.
  With the variable TFLM_DIR set, the images are built with TensorFlow Lite for Microcontrollers, too."
case "${1:-}" in
  -h | --help) printf '%s\n' "$usage"; exit 0 ;;
  -*) fail "there is no option $1
$usage" ;;
esac
[ $# -eq 1 ] || fail "$# folders were given, one is wanted
$usage"
[ -d "$1" ] || fail "$1 is no folder
$usage"
nf="$(cd "$1" && pwd)"
preset=ST_STM32F746G_DISCOVERY

# What nf-interpreter's build asks for, told before it starts rather than in the middle of its output.
missing=()
version="$(cmake --version 2>/dev/null | sed -n '1s/^cmake version //p')"
[ "$(printf '3.30\n%s\n' "${version:-0}" | sort -V | head -n 1)" = 3.30 ] ||
  missing+=("CMake 3.30 or newer (here: ${version:-none}; a newer one may be put before it in PATH)")
command -v ninja >/dev/null || missing+=("Ninja")
python3 -c 'import kconfiglib' 2>/dev/null || missing+=("Python 3 with kconfiglib (python3 -m pip install kconfiglib)")
command -v arm-none-eabi-gcc >/dev/null || missing+=("arm-none-eabi-gcc")
[ -f "$nf/targets-community/CMakePresets.json" ] ||
  missing+=("$nf/targets-community, a submodule (git -C $nf submodule update --init)")
for file in user-prefs user-tools-repos; do
  [ -f "$nf/config/$file.json" ] ||
    missing+=("$nf/config/$file.json (copy config/$file.TEMPLATE.json and adjust it, as upstream says there)")
done
[ ${#missing[@]} -eq 0 ] || fail "nf-interpreter's build needs what is not here:
$(printf '  %s\n' "${missing[@]}")
nf-interpreter-patch/README.md tells more."

"$here/apply.sh" "$nf"

build() { # build FOLDER OPTIONS...: nf-interpreter's two commands
  local folder="$1" log="$nf/$1.log"
  shift
  say "cmake --preset $preset -B $folder $*"
  (cd "$nf" && cmake --preset "$preset" -B "$folder" "$@") >"$log" 2>&1 ||
    { tail -n 30 "$log" >&2; fail "nf-interpreter could not be configured; the whole text is in $log"; }
  say "cmake --build $folder (some minutes the first time; its output goes to $log)"
  (cd "$nf" && cmake --build "$folder") >>"$log" 2>&1 ||
    { grep -nE 'error|FAILED|overflowed' "$log" | head -n 20 >&2; tail -n 15 "$log" >&2; fail "the build failed; the whole text is in $log"; }
}

build build
build build-without -DTINYCLASSIFY_RUNTIME=none -DNF_INTEROP_ASSEMBLIES=
if [ -n "${TFLM_DIR:-}" ]; then build build-tflm -DTINYCLASSIFY_RUNTIME=tflm "-DTFLM_DIR=$TFLM_DIR"
else say "TensorFlow Lite for Microcontrollers is left out: TFLM_DIR is not set (native-interop/tflm/README.md)"; fi
say "the images are $nf/build/nanoBooter.bin and $nf/build/nanoCLR.bin; nf-interpreter-patch/README.md tells how to flash them"
printf '\n'
exec "$here/sizes.sh" "$nf"
