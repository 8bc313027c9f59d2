# Turns the facts of bench.elf, and of bench_tflm.elf and bench_cmsis_nn.elf where they ran, into a table and, where `json`
# names a file, into JSON of our engine's. Ends with 1 where its outputs differ from this machine's.
BEGIN {
  per_tick = 40; count = 0; macs = 0
  columns = split("plain fast tflm cmsis_nn", column, " ")
  title["plain"] = "plain"; title["fast"] = "fast"; title["tflm"] = "TFLM"; title["cmsis_nn"] = "TFLM+CMSIS"
}
$1 == "model" { model_bytes = $3 }
$1 == "model_sha256" { model_sha256 = $2 }
$1 == "memory" { state[$2] = $3; arena[$2] = $4; memory[$2] = $3 + $4 }
$1 == "open_stack" { open_stack[$2] = $3 }
$1 == "stack" { stack[$2] = $3 }
$1 == "measure" { measure[$2] = $3 * per_tick }
$1 == "open" { open[$2] = $3 * per_tick }
$1 == "invoke" { total[$2] = $3 * per_tick }
$1 == "hash" { hash[$2] = $3 }
$1 == "expected" { expected = $3 }
$1 == "flash" { flash[$2] = $3 }
$1 == "layer" { instructions[$2, $3] = $4 * per_tick }
$1 == "cycles" { cycles[$2, $3] = $4; cycle_total[$2] += $4 }
$1 == "operator" {
  name[count] = $3; mac[count] = $4; live[count] = $5
  shape[count] = $8 "x" $9 "x" $10; window[count] = $6 == 0 ? "" : $6 "x" $6 "/" $7
  macs += $4; ++count
}
function per_mac(instructions, macs) { return macs == 0 ? "-" : sprintf("%.3f", instructions / macs) }
# One line: what it is, and a number or a text for each column that ran.
function line(what, values, c) {
  printf "%-28s", what
  for (c = 1; c <= columns; ++c) if (column[c] in total) printf " %12s", values[column[c]]
  printf "\n"
}
function row(i, c) {
  printf "%3d  %-18s %-6s %-11s %10d", i, name[i], window[i], shape[i], mac[i]
  for (c = 1; c <= columns; ++c) if (column[c] in total) printf " %11d", instructions[column[c], i]
  printf " %9s", per_mac(instructions["fast", i], mac[i])
  for (c = 1; c <= columns; ++c) if (column[c] in cycle_total) printf " %17d", cycles[column[c], i]
  printf " %8d\n", live[i]
}
function write_json(i, comma) {
  temporary = json ".part"
  printf "{\n  \"macs\": %d,\n  \"instructions\": %d,\n  \"instructions_plain\": %d,\n", macs, total["fast"], total["plain"] > temporary
  printf "  \"arena_bytes\": %d,\n  \"state_bytes\": %d,\n  \"stack_bytes\": %d,\n", arena["fast"], state["fast"], stack["fast"] > temporary
  printf "  \"runtime_flash_bytes\": %d,\n  \"model_bytes\": %d,\n  \"output_hash\": %s,\n", flash["fast"], model_bytes, hash["fast"] > temporary
  printf "  \"model_sha256\": \"%s\",\n", model_sha256 > temporary
  printf "  \"layers\": [\n" > temporary
  for (i = 0; i < count; ++i) {
    comma = i + 1 < count ? "," : ""
    printf "    {\"name\": \"%s\", \"output\": \"%s\", \"macs\": %d, \"instructions\": %d, \"instructions_plain\": %d, \"live_bytes\": %d}%s\n",
           name[i], shape[i], mac[i], instructions["fast", i], instructions["plain", i], live[i], comma > temporary
  }
  printf "  ]\n}\n" > temporary
  close(temporary)
  system("mv '" temporary "' '" json "'")
}
END {
  if (layers) {
    printf "%3s  %-18s %-6s %-11s %10s", "#", "operator", "window", "output", "MACs"
    for (c = 1; c <= columns; ++c) if (column[c] in total) printf " %11s", title[column[c]]
    printf " %9s", "fast/MAC"
    for (c = 1; c <= columns; ++c) if (column[c] in cycle_total) printf " %17s", "cycles " title[column[c]]
    printf " %8s\n", "live B"
    for (i = 0; i < count; ++i) row(i)
    printf "\n"
  }
  depthwise_macs = 0
  for (i = 0; i < count; ++i) if (name[i] == "DEPTHWISE_CONV_2D") depthwise_macs += mac[i]
  for (k in total) {
    depthwise = 0
    for (i = 0; i < count; ++i) if (name[i] == "DEPTHWISE_CONV_2D") depthwise += instructions[k, i]
    depthwise_per_mac[k] = per_mac(depthwise, depthwise_macs); total_per_mac[k] = per_mac(total[k], macs)
  }
  line("", title)
  line("instructions", total)
  line("instructions/MAC", total_per_mac)
  if ("fast" in cycle_total) {
    for (k in cycle_total) cycles_per_mac[k] = per_mac(cycle_total[k], macs)
    line("cycles by model", cycle_total)
    line("cycles by model/MAC", cycles_per_mac)
  }
  if (depthwise_macs) line("  depthwise layers alone", depthwise_per_mac)
  line("arena, bytes", arena)
  line("state, bytes", state)
  line("arena and state, bytes", memory)
  line("instructions of tc_measure", measure)
  line("instructions of tc_open", open)
  line("stack of tc_invoke, bytes", stack)
  line("stack of tc_open, bytes", open_stack)
  line("runtime flash, bytes", flash)
  line("hash of the outputs", hash)
  printf "\nmultiply-accumulates %d, model %d bytes\n", macs, model_bytes
  if (json != "") write_json()
  if (hash["fast"] != expected || hash["plain"] != expected) {
    printf "\nbench: error: this machine's outputs have the hash %s\n", expected
    exit 1
  }
  printf "outputs equal this machine's, byte for byte\n"
  for (c = 3; c <= columns; ++c) {
    if (column[c] in total && hash[column[c]] != expected) printf "outputs of %s differ\n", title[column[c]]
  }
}
