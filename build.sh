#!/usr/bin/env bash
# The one entry to everything: installs what a verb needs and is missing, then calls dotnet or cmake.
# Exit codes are those of what it calls; 2 where that could not begin.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

say() { printf 'build.sh: %s\n' "$*"; }
fail() { printf 'build.sh: error: %s\n' "$*" >&2; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }

packages=()  # apt packages that are missing ...
reasons=()   # ... and what each is for
want() { packages+=("$1"); reasons+=("$1 ($2)"); }

needs_apt_lists() { # once a run, and only when something is asked of apt
  [ -z "${apt_lists_fresh:-}" ] || return 0
  apt_lists_fresh=1
  say "refreshing the package lists (apt-get update)"
  as_root apt-get update -qq || say "apt-get update failed; going on with the lists at hand"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"
  else sudo env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

can_install() { have apt-get && { [ "$(id -u)" -eq 0 ] || have sudo; }; }

install_wanted() {
  [ ${#packages[@]} -eq 0 ] || install_packages
  if have ninja; then export CMAKE_GENERATOR="${CMAKE_GENERATOR:-Ninja}"; fi
}

install_packages() {
  local list; list="$(printf ', %s' "${reasons[@]}")"
  say "missing: ${list:2}"
  can_install || fail "cannot install them here (no apt-get, or neither root nor sudo).
  On Debian or Ubuntu, as root: apt-get install ${packages[*]}
  Elsewhere install the packages of the same purpose, then run this command again."
  needs_apt_lists
  say "installing with apt-get: ${packages[*]}"
  say_how_much
  as_root apt-get install -y -qq --no-install-recommends "${packages[@]}" >"$root/out/apt-get.log" 2>&1 ||
    { tail -n 15 "$root/out/apt-get.log" >&2; fail "apt-get install ${packages[*]} failed; the log is out/apt-get.log"; }
  packages=() reasons=()
}

say_how_much() { # apt's own sum, before it begins
  LC_ALL=C apt-get -o Debug::NoLocking=true install --assume-no --no-install-recommends "${packages[@]}" 2>/dev/null |
    sed -n 's/^0 upgraded, \([0-9]*\) newly installed.*/that is \1 packages/p; s/^Need to get \([^/]* [kMG]\{0,1\}B\).*/\1 to fetch/p
      s/^After this operation, \(.*\) of additional disk space.*/\1 on the disk/p' | paste -sd, | sed 's/,/, /g; s/^/build.sh: /' || true
}

has_dotnet() { have dotnet && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; }

# Without it .NET does not start, or does not compose letters and their accents: folders from a Mac have the names so.
# An ordinary user of Debian has no ldconfig in the PATH. (grep -q would end the pipe early, and that counts as a failure here.)
need_icu() {
  [ -e /etc/debian_version ] || return 0
  ! PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep libicuuc >/dev/null || return 0
  needs_apt_lists
  local name; name="$(apt-cache pkgnames libicu 2>/dev/null | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)" || true
  [ -z "$name" ] || want "$name" "tells .NET about letters"
}

need_dotnet() {
  if ! has_dotnet && [ -x "$HOME/.dotnet/dotnet" ]; then export DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"; fi
  need_icu
  # NuGet speaks TLS; the certificates bring the library for it along.
  [ -e /etc/ssl/certs/ca-certificates.crt ] || [ ! -e /etc/debian_version ] || want ca-certificates "NuGet trusts by them"
  has_dotnet && return 0
  if [ -n "$install_sdk" ]; then fetch_sdk; return 0; fi
  if can_install; then
    needs_apt_lists
    if apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1; then want dotnet-sdk-10.0 "the .NET 10 SDK"; return 0; fi
  fi
  fail "the .NET 10 SDK is missing, and no dotnet-sdk-10.0 package is known here.
Microsoft's installer puts it into your home folder (200 MB to fetch, 700 MB there): add --install-sdk, as in
  ./build.sh $verb --install-sdk
or by hand:
  curl -fsSLO https://dot.net/v1/dotnet-install.sh
  bash dotnet-install.sh --channel 10.0
Then run this command again."
}

fetch_sdk() {
  local script="$root/out/dotnet-install.sh"
  have curl || want curl "fetches the .NET SDK"
  have tar || want tar "unpacks it"
  install_wanted
  say "fetching the .NET 10 SDK into $HOME/.dotnet with Microsoft's installer (200 MB, 700 MB there)"
  curl -fsSL -o "$script" https://dot.net/v1/dotnet-install.sh ||
    fail "https://dot.net/v1/dotnet-install.sh cannot be fetched. Install the .NET 10 SDK in another way (https://dot.net), then run this command again."
  bash "$script" --channel 10.0 --install-dir "$HOME/.dotnet" >"$root/out/dotnet-install.log" 2>&1 ||
    { tail -n 15 "$root/out/dotnet-install.log" >&2; fail "Microsoft's installer failed; the log is out/dotnet-install.log"; }
  export DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"
  has_dotnet || fail "Microsoft's installer ended, but $HOME/.dotnet has no .NET 10 SDK; the log is out/dotnet-install.log"
}

# Builds a program quietly and becomes it.
run_program() { # NAME FOLDER PROJECT DLL ARGUMENTS...
  local name="$1" folder="$2" project="$3" dll="$4" log="$root/out/$1-build.log"
  shift 4
  say "restoring and compiling (about a minute on two cores the first time, seconds later; the log is out/$name-build.log)"
  dotnet build "$root/$folder/$project" -c Release --nologo >"$log" 2>&1 ||
    { grep -E 'error|warning' "$log" | sort -u | head -n 20 >&2; fail "it does not compile; the log is out/$name-build.log"; }
  exec dotnet "$root/$folder/bin/Release/net10.0/$dll" "$@"
}

need_cmake() {
  have cmake || want cmake "builds the native code"
  have ninja || have make || want ninja-build "builds the native code"
}

need_native() {
  have g++ || want g++ "compiles the engine"
  need_cmake
}

have_header() { [ -e "/usr/include/$1" ] || [ -e "/usr/local/include/$1" ]; }

need_arm() {
  have arm-none-eabi-gcc || want gcc-arm-none-eabi "compiles for the Cortex-M7"
  [ -e /usr/lib/arm-none-eabi/include/stdint.h ] || want libnewlib-arm-none-eabi "C library of the Cortex-M7"
  [ -d /usr/lib/arm-none-eabi/include/c++ ] || [ -d /usr/include/newlib/c++ ] ||
    want libstdc++-arm-none-eabi-newlib "C++ headers of the Cortex-M7"
}

need_picture_libraries() {
  have_header jpeglib.h || want_if_known libjpeg-dev "makes and decodes the pictures that ours are compared with"
  have_header png.h || want_if_known libpng-dev "makes and decodes the pictures that ours are compared with"
}

need_qemu() { have qemu-system-arm || want qemu-system-arm "runs Cortex-M7 programs"; }

# What only compares with other programs. Without --all, tests that need such a program are skipped where it is missing, and say so; so
# are those on the microcontroller's core: Debian's compiler for it takes 2.5 GB, most of it libraries for other cores. npm is not fetched:
# Debian has it as 350 packages, and Node.js of any other source brings it along.
want_oracles() {
  have clang++ || have clang++-14 || want_clang
  have clang-format-14 || want_if_known clang-format-14 "looks how the engine's sources are written"
  need_picture_libraries
  have_header stb/stb_image.h || want_if_known libstb-dev "decodes the pictures that ours are compared with"
  have chromium || have chromium-browser || have google-chrome || want_if_known chromium "shows the pages"
  have emcc || want_if_known emscripten "compiles the page to try models on"
  have flatc || want_if_known flatbuffers-compiler "reads our model files"
  have z3 || want_if_known z3 "proves the kernels' arithmetic"
  have python3 || want_if_known python3 "unpacks the labels of our model files"
  [ -e /usr/include/armnnTfLiteParser/ITfLiteParser.hpp ] || {
    want_if_known libarmnn-dev "Arm NN runs our model files"
    want_if_known libarmnntfliteparser-dev "Arm NN runs our model files"
    want_if_known libarmnn-cpuref-backend22 "Arm NN runs our model files"
  }
  have xxd || want_if_known xxd "checks the C array of the model"
}

want_clang() { # its sanitizers come in a package of its version: 14 in Debian 12, 19 in Debian 13
  local version
  want_if_known clang "fuzzes the readers of models and pictures"
  version="$(apt-cache depends clang 2>/dev/null | sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p')" || true
  [ -z "$version" ] || want_if_known "libclang-rt-$version-dev" "fuzzes the readers of models and pictures"
}

want_if_known() {
  needs_apt_lists
  if apt-cache show "$1" >/dev/null 2>&1; then want "$1" "$2"; fi
}

code_size() { # NAME FOLDER: bytes of flash that the objects below a folder hold; a program links only what it calls
  local bytes
  bytes="$(find "$2" -name '*.obj' -exec arm-none-eabi-size --totals {} + | awk '/TOTALS/ { print $1 + $2 }')"
  printf '%9d bytes  %s\n' "$bytes" "$1"
}

mkdir -p "$root/out"
verb="" install_sdk="" arguments=()
for argument in "$@"; do
  if [ "$argument" = --install-sdk ]; then install_sdk=yes
  elif [ -z "$verb" ]; then verb="$argument"
  else arguments+=("$argument"); fi
done
verb="${verb:-help}"
set -- ${arguments[@]+"${arguments[@]}"}

case "$verb" in
  demo | board)
    need_native; need_dotnet; install_wanted
    run_program board device/virtual-board TinyClassify.VirtualBoard.csproj tinyclassify-board.dll "$verb" "$@"
    ;;
  test)
    need_native; need_dotnet
    have_header gtest/gtest.h || want libgtest-dev "tests of the native code"
    if [ "${1:-}" = --all ]; then
      shift
      export TINYCLASSIFY_ALL_TESTS=1  # Also those that take minutes.
      need_arm; need_qemu
      if can_install; then want_oracles; fi
    fi
    install_wanted
    say "NuGet fetches about 0.7 GB for all projects the first time, libtorch and a browser's driver most of it"
    exec dotnet run -c Release --project "$root/tests/TinyClassify.TestRun/TinyClassify.TestRun.csproj" -- "$@"
    ;;
  mutants)
    need_native; need_dotnet
    have_header gtest/gtest.h || want libgtest-dev "tests of the native code"
    install_wanted
    exec dotnet run -c Release --project "$root/tests/TinyClassify.Mutants/TinyClassify.Mutants.csproj" -- "$@"
    ;;
  train)
    need_native; need_dotnet; install_wanted
    say "the first training fetches TorchSharp and libtorch from NuGet (about 600 MB unpacked)"
    run_program train host-trainer TinyClassify.Trainer.csproj tinyclassify.dll run "$@"
    ;;
  bench)
    if [ "${1:-}" = --pc ]; then
      shift
      need_native; install_wanted
      exec "$root/native-interop/bench/run_pc.sh" "$@"
    fi
    need_cmake; need_arm; need_qemu
    if [ "${1:-}" = --pictures ]; then
      shift
      need_picture_libraries
      install_wanted
      exec "$root/native-interop/bench/run_pictures.sh" "$@"
    fi
    install_wanted
    exec "$root/native-interop/bench/run.sh" "$@"
    ;;
  pack)
    need_native; need_dotnet; install_wanted
    exec "$root/packaging/pack.sh" "$@"
    ;;
  page)
    need_cmake
    have emcc || want emscripten "compiles for the browser"
    install_wanted
    exec "$root/pages/try/make.sh" "$@"
    ;;
  firmware)
    if [ $# -gt 0 ]; then
      need_arm; install_wanted
      exec "$root/nf-interpreter-patch/firmware.sh" "$@"
    fi
    need_cmake; need_arm; install_wanted
    build="$root/out/native/cortex-m7"
    say "the engine and the picture decoders as a static library for the Cortex-M7"
    cmake -S "$root/native-interop" -B "$build" -DCMAKE_BUILD_TYPE=Release \
      -DCMAKE_TOOLCHAIN_FILE="$root/native-interop/cmake/cortex-m7.cmake" >"$root/out/firmware.log" 2>&1 &&
      cmake --build "$build" >>"$root/out/firmware.log" 2>&1 ||
      { tail -n 30 "$root/out/firmware.log" >&2; fail "the build for the Cortex-M7 failed; the log is out/firmware.log"; }
    code_size "engine" "$build/CMakeFiles/tinyclassify_engine.dir"
    code_size "picture decoders" "$build/image"
    code_size "drawing and glyphs for the LCD" "$build/draw"
    say "wrote libtinyclassify_engine.a and image/libtinyclassify_pictures.a below out/native/cortex-m7; their interface is
  native-interop/include/tinyclassify.h"
    ;;
  help | -h | --help)
    cat "$root/docs/verbs.txt"
    ;;
  *)
    printf 'build.sh: error: there is no verb "%s"\n\n' "$verb" >&2
    cat "$root/docs/verbs.txt" >&2
    exit 2
    ;;
esac
