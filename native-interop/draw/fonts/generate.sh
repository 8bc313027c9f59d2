#!/bin/sh
# Makes fonts.inc beside it anew. Needs a C++ compiler and Debian's libfreetype-dev, pkg-config, fonts-roboto-unhinted.
set -eu
cd "$(dirname "$0")/.."
fonts=${FONTS:-/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2046 -- the flags are words
c++ -std=c++17 -O2 -Wall -Wextra -Werror tools/generate_fonts.cc coverage.cc -o "$work/generate_fonts" $(pkg-config --cflags --libs freetype2)
"$work/generate_fonts" \
  Small 14 "$fonts/Roboto-Regular.ttf" \
  Body 17 "$fonts/Roboto-Regular.ttf" \
  Title 28 "$fonts/Roboto-Medium.ttf" \
  Icon 64 signs > "$work/fonts.inc"
mv "$work/fonts.inc" fonts/fonts.inc
ls -l fonts/fonts.inc
