#!/usr/bin/env bash
# Puts the overlay and the classifier's sources into a checkout of nf-interpreter, or takes them out again.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
native="$here/../native-interop"
fail() { printf 'apply.sh: error: %s\n' "$*" >&2; exit 1; }
usage="usage: apply.sh [--undo] [--any-commit] [--force] NF_INTERPRETER_DIR
  --undo        remove what was put in; files you changed since then are kept and named
  --any-commit  do not insist on the commit in UPSTREAM
  --force       overwrite or remove files that you changed"

undo= any_commit= force= target=
for argument in "$@"; do
  case "$argument" in
    --undo) undo=1 ;;
    --any-commit) any_commit=1 ;;
    --force) force=1 ;;
    -h | --help) printf '%s\n' "$usage"; exit 0 ;;
    -*) fail "there is no option $argument
$usage" ;;
    *) [ -z "$target" ] || fail "one folder is wanted, two were given"
       target="$argument" ;;
  esac
done
[ -n "$target" ] || fail "no folder given
$usage"
[ -d "$target" ] || fail "$target is no folder"
target="$(cd "$target" && pwd)"
[ -f "$target/targets/ChibiOS/CMakeLists.txt" ] && [ -d "$target/InteropAssemblies" ] ||
  fail "$target does not look like a checkout of nf-interpreter (no targets/ChibiOS/CMakeLists.txt, no InteropAssemblies)"

# What was put in: lines "SHA256  PATH". InteropAssemblies/* is ignored by upstream's git, so the list does not show there.
manifest="$target/InteropAssemblies/TinyClassify.Native/applied.sha256"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
hash_of() { sha256sum "$1" | cut -d ' ' -f 1; }
recorded() { [ -f "$manifest" ] && awk -v p="$1" 'substr($0, 67) == p { print substr($0, 1, 64) }' "$manifest"; }

remove_files() { # reads "SHA256  PATH" lines; says what it keeps
  local hash path directory kept=0
  while read -r hash path; do
    [ -f "$target/$path" ] || continue
    if [ -z "$force" ] && [ "$(hash_of "$target/$path")" != "$hash" ]; then
      printf 'apply.sh: kept %s: it was changed after it was put in\n' "$path" >&2
      kept=1
      continue
    fi
    rm -f "$target/$path"
    directory="$(dirname "$path")"
    while [ "$directory" != . ]; do
      rmdir "$target/$directory" 2>/dev/null || break
      directory="$(dirname "$directory")"
    done
  done
  return $kept
}

if [ -n "$undo" ]; then
  [ -f "$manifest" ] || fail "nothing of TinyClassify is in $target (no ${manifest#"$target/"})"
  cp "$manifest" "$work/list"
  rm -f "$manifest"
  if remove_files <"$work/list"; then echo "apply.sh: took the overlay out of $target"
  else
    echo "apply.sh: took the overlay out of $target, but for the files named above (--force removes them too)"
    exit 3
  fi
  rmdir "$target/InteropAssemblies/TinyClassify.Native" 2>/dev/null || true
  exit 0
fi

wanted="$(awk '$1 == "commit" { print $2 }' "$here/UPSTREAM")"
seen="$(git -C "$target" rev-parse HEAD 2>/dev/null)" || fail "$target is no git checkout: its commit cannot be told"
[ -n "$any_commit" ] || [ "$seen" = "$wanted" ] ||
  fail "nf-interpreter is at commit $seen; the overlay was made for $wanted.
  git -C $target checkout $wanted     brings it there; --any-commit tries it as it is."

# The files: the overlay as it stands, and of native-interop what the firmware compiles.
(cd "$here/overlay" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | while read -r f; do
  printf '%s\t%s\n' "$here/overlay/$f" "$f"
done) >"$work/files"
sources=(CMakeLists.txt cmake include engine image draw card interop)
for optional in tflm model/classifier.tflite; do [ ! -e "$native/$optional" ] || sources+=("$optional"); done
(cd "$native" && find "${sources[@]}" -type f ! -name '*_test.cc' ! -path '*/golden/*' ! -path '*/tools/*' ! -path '*/tests/*' |
  LC_ALL=C sort | while read -r f; do
    printf '%s\t%s\n' "$native/$f" "InteropAssemblies/TinyClassify.Native/native-interop/$f"
  done) >>"$work/files"

# First look at everything, then write: a refusal leaves the checkout as it was.
: >"$work/new"
: >"$work/copy"
while IFS=$'\t' read -r from path; do
  hash="$(hash_of "$from")"
  printf '%s  %s\n' "$hash" "$path" >>"$work/new"
  if [ -e "$target/$path" ]; then
    present="$(hash_of "$target/$path")"
    [ "$present" != "$hash" ] || continue
    if [ -z "$force" ] && [ "$present" != "$(recorded "$path")" ]; then
      case "$path" in
        CMakeUserPresets.json) fail "$target/$path is yours. Add targets/ChibiOS/ST_STM32F746G_DISCOVERY/CMakePresets.json to its
  \"include\" list, or move it away, then run apply.sh again (--force overwrites it)." ;;
        *) fail "$target/$path exists and is not as apply.sh left it; --force overwrites it" ;;
      esac
    fi
  fi
  printf '%s\t%s\n' "$from" "$path" >>"$work/copy"
done <"$work/files"

# What an earlier version put in and this one does not.
: >"$work/gone"
[ ! -f "$manifest" ] || awk 'NR == FNR { keep[substr($0, 67)] = 1; next } !(substr($0, 67) in keep)' "$work/new" "$manifest" >"$work/gone"

# The list goes first: if the copying is cut off, --undo still knows every file, and a second run completes it.
mkdir -p "$(dirname "$manifest")"
cat "$work/new" "$work/gone" >"$manifest.part"
mv "$manifest.part" "$manifest"
while IFS=$'\t' read -r from path; do
  mkdir -p "$(dirname "$target/$path")"
  cp "$from" "$target/$path.part"
  mv "$target/$path.part" "$target/$path"
done <"$work/copy"
remove_files <"$work/gone" || true
cp "$work/new" "$manifest.part"
mv "$manifest.part" "$manifest"

printf 'apply.sh: %s files in place, %s written, %s removed\n' "$(wc -l <"$work/new")" "$(wc -l <"$work/copy")" "$(wc -l <"$work/gone")"
[ -f "$native/model/classifier.tflite" ] ||
  echo "apply.sh: there is no native-interop/model/classifier.tflite; name a model with -DTINYCLASSIFY_MODEL=FILE"
