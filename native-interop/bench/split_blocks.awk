# Counted blocks, then the disassembly -> assembly with a region for llvm-mca a block; to stderr "<address> <instructions>".
# A block ends as QEMU's do: behind what may jump, and at the end of a page of 1 KB.
FNR == NR { wanted[$2] = 1; next }
$1 ~ /^[0-9a-f]+:$/ && NF > 1 {
  address = $1
  sub(/:$/, "", address)
  text = $0
  sub(/^[^:]*:[ \t]*/, "", text)
  sub(/[ \t]*[@<].*$/, "", text)
  if (count > 0) follows[last] = address
  instruction[address] = text
  last = address
  ++count
}
function digits(hex, value, i) {
  value = 0
  for (i = 1; i <= length(hex); ++i) value = 16 * value + index("0123456789abcdef", substr(hex, i, 1)) - 1
  return value
}
function jumps(text, name) {
  name = text
  sub(/[ \t].*$/, "", name)
  if (name ~ /^(b|bl|bx|blx)(eq|ne|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)?(\.[nw])?$/ || name ~ /^(cbz|cbnz|tbb|tbh)$/) return 1
  return name ~ /^(pop|ldr|ldm|mov)/ && text ~ /(\{.*pc\}|^(ldr|mov)[a-z.]*[ \t]+pc,)/
}
# Where a jump goes does not matter to its cost: all go to the block's end.
function written(text, name) {
  if (!jumps(text) || text ~ /\{|pc|lr$|\[/ || text ~ /^blx?[ \t]+r|^bx/) return text
  sub(/#?-?0x[0-9a-f]+$/, "end" blocks, text)
  return text
}
END {
  for (start in wanted) {
    address = start
    length_of = 0
    body = ""
    page = int(digits(start) / 1024)
    while (address in instruction) {
      ++length_of
      body = body "\t" written(instruction[address]) "\n"
      if (jumps(instruction[address])) break
      address = follows[address]
      if (int(digits(address) / 1024) != page) break
    }
    print start, length_of > "/dev/stderr"
    if (length_of == 0) continue
    ++blocks
    gsub("end[0-9]*$", "end" blocks, body)
    printf "# LLVM-MCA-BEGIN %s\n%send%d:\n# LLVM-MCA-END\n", start, body, blocks - 1
  }
}
