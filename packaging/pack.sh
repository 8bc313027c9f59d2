#!/usr/bin/env bash
# Builds the native libraries for every system that a compiler is here for, and packs them: ./build.sh pack [--out DIR] [RID...]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
! command -v cygpath >/dev/null || root="$(cygpath -m "$root")"  # Git Bash: as Windows programs write it
out="$root/out/packages"
runtimes="$root/out/runtimes"  # RID/native/: what other machines built may lie there too
libraries=(tinyclassify tinyclassify_single tinyclassify_float)

say() { printf 'pack: %s\n' "$*"; }
fail() { printf 'pack: error: %s\n' "$*" >&2; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }

this_rid() {
  local system processor
  case "$(uname -s)" in Linux) system=linux ;; Darwin) system=osx ;; MINGW* | MSYS*) system=win ;; *) fail "no packages are made on $(uname -s)" ;; esac
  case "$(uname -m)" in x86_64) processor=x64 ;; aarch64 | arm64) processor=arm64 ;; *) fail "no packages are made on $(uname -m)" ;; esac
  echo "$system-$processor"
}

compiler_of() { # RID: the compiler that its toolchain file names
  case "$1" in
    linux-arm64) echo aarch64-linux-gnu-g++ ;;
    win-x64) echo x86_64-w64-mingw32-g++ ;;
  esac
}

own="$(this_rid)"
rids=()
while [ $# -gt 0 ]; do
  case "$1" in
    --out) [ $# -ge 2 ] || fail "--out needs a folder"; mkdir -p "$2"; out="$(cd "$2" && pwd)"; shift 2 ;;
    linux-x64 | linux-arm64 | win-x64 | osx-arm64) rids+=("$1"); shift ;;
    *) fail "'$1' is not known; expected --out DIR, linux-x64, linux-arm64, win-x64 or osx-arm64" ;;
  esac
done
if [ ${#rids[@]} -eq 0 ]; then
  rids=("$own")
  for rid in linux-arm64 win-x64; do
    if [ "$rid" != "$own" ] && have "$(compiler_of "$rid")"; then rids+=("$rid"); fi
  done
fi

build_native() { # RID FOLDER: leaves the libraries in FOLDER/dotnet
  local toolchain=""
  if [ "$1" != "$own" ]; then
    local compiler; compiler="$(compiler_of "$1")"
    [ -n "$compiler" ] || fail "$1 is built on a machine of its own kind; this one is $own"
    have "$compiler" || fail "$1 needs $compiler, which is not here (Debian: g++-aarch64-linux-gnu, g++-mingw-w64-x86-64)"
    toolchain="$root/native-interop/cmake/$1.cmake"
  fi
  mkdir -p "$2"
  cmake -D "SOURCE=$root/native-interop" -D "BUILD=$2" ${toolchain:+-D "TOOLCHAIN=$toolchain"} \
    -P "$root/native-interop/dotnet/BuildNativeLibraries.cmake" >"$2/pack.log" 2>&1 ||
    { tail -n 30 "$2/pack.log" >&2; fail "the build for $1 failed; the log is $2/pack.log"; }
}

for rid in "${rids[@]}"; do
  say "native libraries for $rid"
  build="$root/out/native/$rid"
  [ "$rid" != "$own" ] || build="$root/native-interop/build/host"  # as `dotnet build` makes them
  build_native "$rid" "$build"
  rm -rf "${runtimes:?}/$rid"
  mkdir -p "$runtimes/$rid/native"
  for library in "${libraries[@]}"; do
    case "$rid" in win-*) file="$library.dll" ;; osx-*) file="lib$library.dylib" ;; *) file="lib$library.so" ;; esac
    cp "$build/dotnet/$file" "$runtimes/$rid/native/"
  done
done

mkdir -p "$out"
for project in native-interop/dotnet/TinyClassify.Runtime.csproj packaging/tool/TinyClassify.Tool.csproj; do
  say "packing $(basename "$project" .csproj)"
  dotnet pack "$root/$project" -c Release -o "$out" --nologo -v quiet -p:NativeRuntimes="$runtimes/" ||
    fail "dotnet pack $project failed"
done
say "$out has, for $(cd "$runtimes" && printf '%s ' *): $(cd "$out" && printf '%s ' ./*.nupkg)"
