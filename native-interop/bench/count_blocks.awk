# QEMU's log of blocks that ran -> "<call of the clock> <address> <times>": what ran since that call, until the next.
# `clock`: the address of its function, in hexadecimal.
BEGIN { sub(/^0+/, "", clock) }
/^Trace/ {
  split($0, part, "[[/]")
  address = part[3]
  sub(/^0+/, "", address)
  if (address == clock) ++call
  else if (call > 0) ++times[call " " address]
}
END { for (block in times) print block, times[block] }
