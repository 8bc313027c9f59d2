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
# Files are copied there first, then renamed, so that none is ever seen half written.
staged="$target/InteropAssemblies/TinyClassify.Native/.staged"
work="$(mktemp -d)"
trap 'rm -rf "$work" "$staged"' EXIT

# Hundreds of files: each step is one process for all of them. Lists of hashes are lines "SHA256  PATH".
each() { tr '\n' '\0' | xargs -0 "$@"; } # runs a command on the paths of its input
hashes() { # FOLDER: of the paths of its input, which lie under FOLDER
  tr '\n' '\0' >"$work/paths"
  [ ! -s "$work/paths" ] || (cd "$1" && xargs -0 sha256sum <"$work/paths") | sed 's/^\(.\{64\}\) [ *]/\1  /'
}
present() { while IFS= read -r path; do [ ! -f "$target/$path" ] || printf '%s\n' "$path"; done; }

remove_files() { # LIST of hashes; says what it keeps
  cut -c 67- "$1" | LC_ALL=C sort -u | present | hashes "$target" >"$work/there"
  awk -v force="$force" -v keep="$work/keep" 'BEGIN { printf "" >keep }
    NR == FNR { listed[$0] = 1; next }
    { path = substr($0, 67); if (force != "" || $0 in listed) print path; else print path >keep }' "$1" "$work/there" >"$work/remove"
  (cd "$target" && each rm -f <"$work/remove")
  awk '{ while (sub("/[^/]*$", "") && !($0 in seen)) { seen[$0] = 1; print } }' "$work/remove" | LC_ALL=C sort -r |
    (cd "$target" && each rmdir 2>/dev/null) || true # Deepest first; those that hold something else stay.
  sed 's/.*/apply.sh: kept &: it was changed after it was put in/' "$work/keep" >&2
  [ ! -s "$work/keep" ]
}

if [ -n "$undo" ]; then
  [ -f "$manifest" ] || fail "nothing of TinyClassify is in $target (no ${manifest#"$target/"})"
  cp "$manifest" "$work/list"
  rm -rf "$manifest" "$staged"
  if remove_files "$work/list"; then echo "apply.sh: took the overlay out of $target"
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
ours=InteropAssemblies/TinyClassify.Native/native-interop
(cd "$here/overlay" && find . -type f) | sed 's|^\./||' | LC_ALL=C sort | hashes "$here/overlay" >"$work/new"
sources=(CMakeLists.txt cmake include common engine image draw card interop)
for optional in tflm model/classifier.tflite; do [ ! -e "$native/$optional" ] || sources+=("$optional"); done
(cd "$native" && find "${sources[@]}" -type f ! -name '*_test.cc' ! -path '*/golden/*' ! -path '*/tools/*' ! -path '*/tests/*') |
  LC_ALL=C sort | hashes "$native" | sed "s|  |&$ours/|" >>"$work/new"

# First look at everything, then write: a refusal leaves the checkout as it was.
: >"$work/old"
[ ! -f "$manifest" ] || cp "$manifest" "$work/old"
cut -c 67- "$work/new" >"$work/wanted"
while IFS= read -r path; do
  [ ! -d "$target/$path" ] || fail "$target/$path is a folder where a file is to come; move it away"
done <"$work/wanted"
present <"$work/wanted" | hashes "$target" >"$work/there"
awk -v there="$work/there" -v old="$work/old" -v foreign="$work/foreign" '
  BEGIN { while ((getline line <there) > 0) is[substr(line, 67)] = line
          while ((getline line <old) > 0) was[line] = 1
          printf "" >foreign }
  { path = substr($0, 67) }
  is[path] == $0 { next }
  is[path] != "" && !(is[path] in was) { print path >foreign }
  { print path }' "$work/new" >"$work/copy"
if [ -z "$force" ] && read -r path <"$work/foreign"; then
  case "$path" in
    CMakeUserPresets.json) fail "$target/$path is yours. Add targets/ChibiOS/ST_STM32F746G_DISCOVERY/CMakePresets.json to its
  \"include\" list, or move it away, then run apply.sh again (--force overwrites it)." ;;
    *) fail "$target/$path exists and is not as apply.sh left it; --force overwrites it" ;;
  esac
fi

# What an earlier version put in and this one does not.
awk 'NR == FNR { keep[substr($0, 67)] = 1; next } !(substr($0, 67) in keep)' "$work/new" "$work/old" >"$work/gone"

# The list goes first, old hashes beside new ones: if the copying is cut off, --undo still knows every file, and a second run
# completes it.
mkdir -p "$staged/$ours"
cat "$work/new" "$work/old" | LC_ALL=C sort -u >"$manifest.part"
mv "$manifest.part" "$manifest"
# By tar, FROM TO: under this user's name and at the present time, by which a build sees them as new.
stage() { (cd "$1" && tar -cf - -T -) | (cd "$2" && tar -xmof -); }
awk -v ours="$ours/" 'index($0, ours) != 1' "$work/copy" | stage "$here/overlay" "$staged"
awk -v ours="$ours/" 'index($0, ours) == 1 { print substr($0, length(ours) + 1) }' "$work/copy" | stage "$native" "$staged/$ours"
awk '{ folder = "./" $0; sub("/[^/]*$", "", folder); print folder "\t" $0 } END { print "" }' "$work/copy" | LC_ALL=C sort -r >"$work/moves"
folder=
batch=()
while IFS=$'\t' read -r next path; do
  if [ "$next" != "$folder" ] && [ ${#batch[@]} -gt 0 ]; then
    mkdir -p "$target/$folder"
    mv "${batch[@]}" "$target/$folder/"
    batch=()
  fi
  folder="$next"
  batch+=("$staged/$path")
done <"$work/moves"
remove_files "$work/gone" || true
cp "$work/new" "$manifest.part"
mv "$manifest.part" "$manifest"

printf 'apply.sh: %s files in place, %s written, %s removed\n' "$(wc -l <"$work/new")" "$(wc -l <"$work/copy")" "$(wc -l <"$work/gone")"
[ -f "$native/model/classifier.tflite" ] ||
  echo "apply.sh: there is no native-interop/model/classifier.tflite; name a model with -DTINYCLASSIFY_MODEL=FILE"
