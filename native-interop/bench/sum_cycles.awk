# Costs of blocks, their lengths, and how often they ran between calls of the clock -> what the clock's calls answer.
# The blocks that together are the last hundredth of the instructions, and those that llvm-mca refuses, take a flat estimate.
BEGIN { flat = 1.5 }
FILENAME == ARGV[1] { cost[$1] = $2; next }
FILENAME == ARGV[2] { size[$1] = $2; next }
{ at[++entries] = $1; block[entries] = $2; times[entries] = $3; ran[$2] += $3; if ($1 > calls) calls = $1 }
END {
  for (b in ran) { instructions += ran[b] * size[b]; order[++blocks] = b }
  for (e = 1; e <= entries; ++e) {
    b = block[e]
    is_hot = (b in cost) && ran[b] * size[b] * 10000 >= instructions
    cycles = times[e] * (is_hot ? cost[b] : flat * size[b])
    if (is_hot) modelled += times[e] * size[b]
    sum[at[e]] += cycles
  }
  print 0
  for (call = 1; call <= calls; ++call) { total += sum[call]; printf "%d\n", total }
  printf "%d instructions, %.2f %% of them in blocks by llvm-mca\n", instructions, 100 * modelled / instructions > "summary.txt"
}
