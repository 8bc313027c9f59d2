#!/usr/bin/env bash
# The engine's sources, and what tests them, are as clang-format 14 leaves them (.clang-format at the repository's top).
# Usage: formatted.sh [--fix]      Exit status 77: there is no such clang-format, nothing was looked at.
set -euo pipefail
native="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
format="$(command -v clang-format-14 || command -v clang-format || true)"
if [ -z "$format" ] || ! "$format" --version | grep -q 'version 14[.]'; then
  printf 'formatted: clang-format 14 is not installed (Debian: clang-format-14): skipped\n'
  exit 77
fi
cd "$native"
# The interop stubs are generated; image/, card/, draw/ and the bench wrap their own way.
find common engine fuzz qemu tests \( -name '*.h' -o -name '*.cc' \) -print0 | sort -z |
  if [ "${1:-}" = --fix ]; then xargs -0 "$format" -i; else xargs -0 "$format" --dry-run -Werror; fi
