#!/usr/bin/env bash
# The native sources, and what tests them, are as clang-format 14 leaves them (.clang-format at the repository's top).
# Usage: formatted.sh [--fix]      Exit status 77: there is no such clang-format, nothing was looked at.
set -euo pipefail
native="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
format="$(command -v clang-format-14 || command -v clang-format || true)"
if [ -z "$format" ] || ! "$format" --version | grep -q 'version 14[.]'; then
  printf 'formatted: clang-format 14 is not installed (Debian: clang-format-14): skipped\n'
  exit 77
fi
cd "$native"
# The interop assembly's stubs and the model's array are generated.
find . \( -name '*.h' -o -name '*.cc' -o -name '*.c' \) ! -name 'TinyClassify_Native*' ! -path './model/*' ! -path '*/build/*' -print0 | sort -z |
  if [ "${1:-}" = --fix ]; then xargs -0 "$format" -i; else xargs -0 "$format" --dry-run -Werror; fi
