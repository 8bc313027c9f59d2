#!/bin/sh
# Makes the font tables beside it anew. Needs a C++ compiler and Debian's libfreetype-dev, pkg-config, fonts-roboto-unhinted.
set -eu
cd "$(dirname "$0")/.."
fonts=${FONTS:-/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2046 -- the flags are words
c++ -std=c++17 -O2 -Wall -Wextra -Werror tools/generate_font.cc -o "$work/generate_font" $(pkg-config --cflags --libs freetype2)
font() { # FILE NAME PIXELS SOURCE
  "$work/generate_font" "$2" "$3" "$4" > "$work/$1.inc"
  mv "$work/$1.inc" "fonts/$1.inc"
  ls -l "fonts/$1.inc"
}
font small Small 14 "$fonts/Roboto-Regular.ttf"
font body Body 17 "$fonts/Roboto-Regular.ttf"
font title Title 28 "$fonts/Roboto-Medium.ttf"
font icon Icon 64 signs
