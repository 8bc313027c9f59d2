# Turns the facts of bench.elf into a table and, where `json` names a file, into JSON. Ends with 1 where outputs differ.
BEGIN { per_tick = 40; count = 0; macs = 0 }
$1 == "model" { model_bytes = $3 }
$1 == "model_sha256" { model_sha256 = $2 }
$1 == "memory" { state[$2] = $3; arena[$2] = $4 }
$1 == "open_stack" { open_stack[$2] = $3 }
$1 == "stack" { stack[$2] = $3 }
$1 == "invoke" { total[$2] = $3 * per_tick }
$1 == "hash" { hash[$2] = $3 }
$1 == "expected" { expected = $3 }
$1 == "flash" { flash = $3 }
$1 == "layer" { instructions[$2, $3] = $4 * per_tick }
$1 == "operator" {
  name[count] = $3; mac[count] = $4; live[count] = $5
  shape[count] = $8 "x" $9 "x" $10; window[count] = $6 == 0 ? "" : $6 "x" $6 "/" $7
  macs += $4; ++count
}
function per_mac(instructions, macs) { return macs == 0 ? "-" : sprintf("%.3f", instructions / macs) }
function row(i) {
  printf "%3d  %-18s %-6s %-11s %10d %11d %11d %9s %8d\n", i, name[i], window[i], shape[i], mac[i], instructions["plain", i],
         instructions["fast", i], per_mac(instructions["fast", i], mac[i]), live[i]
}
function write_json(i, comma) {
  temporary = json ".part"
  printf "{\n  \"macs\": %d,\n  \"instructions\": %d,\n  \"instructions_plain\": %d,\n", macs, total["fast"], total["plain"] > temporary
  printf "  \"arena_bytes\": %d,\n  \"state_bytes\": %d,\n  \"stack_bytes\": %d,\n", arena["fast"], state["fast"], stack["fast"] > temporary
  printf "  \"runtime_flash_bytes\": %d,\n  \"model_bytes\": %d,\n  \"output_hash\": %s,\n", flash, model_bytes, hash["fast"] > temporary
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
    printf "%3s  %-18s %-6s %-11s %10s %11s %11s %9s %8s\n", "#", "operator", "window", "output", "MACs", "plain", "fast",
           "fast/MAC", "live B"
    for (i = 0; i < count; ++i) row(i)
    printf "\n"
  }
  depthwise = 0; depthwise_macs = 0
  for (i = 0; i < count; ++i) if (name[i] == "DEPTHWISE_CONV_2D") { depthwise += instructions["fast", i]; depthwise_macs += mac[i] }
  printf "%-28s %12s %12s\n", "", "plain", "fast"
  printf "%-28s %12d %12d\n", "instructions", total["plain"], total["fast"]
  printf "%-28s %12d %12d\n", "multiply-accumulates", macs, macs
  printf "%-28s %12s %12s\n", "instructions/MAC", per_mac(total["plain"], macs), per_mac(total["fast"], macs)
  if (depthwise_macs) printf "%-28s %12s %12s\n", "  depthwise layers alone", "", per_mac(depthwise, depthwise_macs)
  printf "%-28s %12d %12d\n", "arena, bytes", arena["plain"], arena["fast"]
  printf "%-28s %12d %12d\n", "state, bytes", state["plain"], state["fast"]
  printf "%-28s %12d %12d\n", "stack of tc_invoke, bytes", stack["plain"], stack["fast"]
  printf "%-28s %12d %12d\n", "stack of tc_open, bytes", open_stack["plain"], open_stack["fast"]
  printf "%-28s %12s %12d\n", "runtime flash, bytes", "", flash
  printf "%-28s %12s %12d\n", "model, bytes", "", model_bytes
  printf "%-28s %12s %12s\n", "hash of the outputs", hash["plain"], hash["fast"]
  if (json != "") write_json()
  if (hash["fast"] != expected || hash["plain"] != expected) {
    printf "\nbench: error: this machine's outputs have the hash %s\n", expected
    exit 1
  }
  printf "\noutputs equal this machine's, byte for byte\n"
}
