// A clock of the core's cycles.
#ifndef TINYCLASSIFY_INTEROP_CYCLE_CLOCK_H_
#define TINYCLASSIFY_INTEROP_CYCLE_CLOCK_H_

#include <cstdint>

namespace tinyclassify {
namespace board {

/// Cycles a microsecond.
extern const uint32_t kCyclesPerMicrosecond;

/// A tc_clock. Wraps around after 2^32 cycles, 19.9 s at 216 MHz.
uint32_t ReadCycles(void* context);

}  // namespace board
}  // namespace tinyclassify

#endif  // TINYCLASSIFY_INTEROP_CYCLE_CLOCK_H_
