#!/usr/bin/env bash
# Flash and RAM of the firmware by part, as the paper's Table III. Usage: sizes.sh NF_INTERPRETER_DIR
# Reads the images and maps of build/ (our engine), build-tflm/ (TensorFlow Lite Micro) and build-without/ (no classifier), as
# far as they are there.
set -euo pipefail
fail() { printf 'sizes: error: %s\n' "$*" >&2; exit 1; }
[ $# -eq 1 ] || fail "one folder is wanted: the nf-interpreter checkout with the builds"
nf="$1"
command -v arm-none-eabi-nm >/dev/null || fail "arm-none-eabi-nm is not installed (Debian: binutils-arm-none-eabi)"
[ -f "$nf/build/nanoCLR.map" ] || fail "$nf/build/nanoCLR.map is missing: build the firmware first"

symbol() { # symbol ELF NAME: its value, decimal
  local value; value="$(arm-none-eabi-nm "$1" | awk -v name="$2" '$3 == name { print $1 }')"
  [ -n "$value" ] || fail "$1 has no symbol $2: it was not linked with this overlay's script"
  printf '%d' "0x$value"
}

# Bytes by part of what came out of the classifier's libraries, from the map; of the glue, whose object files link-time
# optimisation has dissolved, from its symbols.
parts() { # parts BUILD: lines "PART BYTES"
  awk '
    /^Linker script and memory map/ { on = 1 }
    !on { next }
    /^ \.[a-zA-Z]/ && NF == 1 { section = $1; next }                       # a long name: address and size are on the next line
    /^ \.[a-zA-Z]/ && NF >= 4 { section = $1; address = $2; size = $3; file = $4 }
    /^ +0x[0-9a-f]+ +0x[0-9a-f]+ / { address = $1; size = $2; file = $3 }
    file != "" {
      if (section ~ /^\.(text|rodata|classifier_model)/ && file ~ /libtinyclassify|tensorflow/ && address != "0x0000000000000000") {
        part = "engine"
        if (file ~ /tinyclassify_model/) part = "model"
        else if (file ~ /\((bmp|canvas|classify_picture|crc32|exif|failure|frame|inflate|jpeg|picture|png|resampler|source|whole)[a-z_]*\.cc/)
          part = "pictures"
        else if (file ~ /\((coverage|font|rectangle|text)\.cc/) part = "drawing"
        else if (file ~ /\((folder_walk|path_list)\.cc/) part = "card"
        bytes[part] += strtonum_(size)
      }
      file = ""
    }
    function strtonum_(hex,   i, value) {
      value = 0
      for (i = 3; i <= length(hex); i++) value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
      return value
    }
    END { for (part in bytes) print part, bytes[part] }' "$1/nanoCLR.map"
  arm-none-eabi-nm -S -C "$1/nanoCLR.elf" | grep -Ei ' [tr] .*(TinyClassify_Native|tinyclassify::board|tcb_)' | awk '{ print $2 }' |
    { total=0; while read -r size; do total=$((total + 0x$size)); done; printf 'glue %d\n' "$total"; }
}

kb() { awk -v b="$1" 'BEGIN { printf "%.2f", b / 1024 }'; }
list="$(mktemp)"
trap 'rm -f "$list"' EXIT

# A row holds bytes and KB for each of the runtimes that were built.
runtimes=(build)
titles=("our engine")
if [ -f "$nf/build-tflm/nanoCLR.elf" ]; then
  runtimes+=(build-tflm)
  titles+=("TFLM, CMSIS-NN")
fi
row() { # row TEXT BYTES...
  printf '%-58s' "$1"; shift
  for bytes in "$@"; do printf ' %10s %8s' "$bytes" "$(kb "$bytes")"; done
  printf '\n'
}
for build in "${runtimes[@]}"; do parts "$nf/$build" | sed "s|^|$build |"; done >"$list"
bytes() { awk -v b="$1" -v p="$2" '$1 == b && $2 == p { print $3; found = 1 } END { if (!found) print 0 }' "$list"; }
image() { symbol "$nf/$1/nanoCLR.elf" __clr_flash_bytes__; echo; }
classifier() { awk -v b="$1" '$1 == b { total += $3 } END { print total + 0 }' "$list"; }
part_of_clr() { echo $(($(image "$1") - $(classifier "$1"))); }
each() { # each COMMAND ARGUMENTS: runs it for each runtime, its build folder as the first argument
  local build command="$1"; shift
  for build in "${runtimes[@]}"; do "$command" "$build" "$@"; done
}
rows() { # rows TEXT COMMAND ARGUMENTS
  local text="$1"; shift
  # shellcheck disable=SC2046
  row "$text" $(each "$@")
}

printf 'Flash, KB of 1,024 bytes (%s)\n\n%-58s' "$(arm-none-eabi-gcc --version | head -n 1 | sed 's/ (.*) / /')" "part"
for title in "${titles[@]}"; do printf ' %19s' "$title"; done
printf '\n'
for entry in "engine:runtime of the model" "pictures:JPEG, PNG and BMP decoding, resizing" "drawing:drawing and fonts" \
  "card:list of the card's pictures" "glue:interop assembly TinyClassify.Native" "model:the model"; do
  rows "${entry#*:}" bytes "${entry%%:*}"
done
rows "classifier, together" classifier
rows "nanoCLR: runtime, kernel, drivers, file system, graphics" part_of_clr
rows "nanoCLR image, together (aim 560, room 704)" image
row "nanoBooter (budget 32)" "$(symbol "$nf/build/nanoBooter.elf" __booter_flash_bytes__)"
if [ -f "$nf/build-without/nanoCLR.elf" ]; then
  without="$(image build-without)"
  added() { echo $(($(image "$1") - without)); }
  row "nanoCLR image without the classifier" "$without"
  rows "what the classifier adds" added
fi

clr="$nf/build/nanoCLR.elf"
span() { printf '%d' $(($(symbol "$clr" "$2") - $(symbol "$clr" "$1"))); }
printf '\nRAM, bytes and KB\n\n'
sram="$(span __classifier_sram_base__ __classifier_sram_end__)"
row "SRAM1: reserved for a model's state and arena" "$sram"
dtcm="$(symbol "$clr" __dtcm_bytes__)"
row "DTCM: nanoCLR's stacks, variables and C heap (of 64)" "$dtcm"
sdram="$(span __classifier_sdram_base__ __classifier_sdram_end__)"
row "SDRAM: picture workspace, list of pictures, a model of the card" "$sdram"
cat <<'TEXT'

What of SRAM1 the model in flash really takes is "memory" of ./build.sh bench: the reserve is that large so that any model of
the card fits.

The paper's Table III, for comparison (CMSIS-NN on the same microcontroller, without and with the classifier):
  SRAM 4.18 KB and 144.94 KB, flash 88.89 KB and 685.28 KB.
Its program is bare C; ours carries nanoCLR (an interpreter, a kernel, a file system, graphics, a debugger) in both columns.
TEXT
