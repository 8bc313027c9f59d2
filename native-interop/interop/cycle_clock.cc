#include "cycle_clock.h"

#ifdef __arm__

namespace tinyclassify {
namespace board {

#ifndef TC_CORE_CLOCK_MHZ
#define TC_CORE_CLOCK_MHZ 216
#endif
const uint32_t kCyclesPerMicrosecond = TC_CORE_CLOCK_MHZ;

namespace {

// ARMv7-M Architecture Reference Manual, C1.6 and C1.8.
volatile uint32_t& Register(uint32_t address) { return *reinterpret_cast<volatile uint32_t*>(address); }
constexpr uint32_t kDebugControl = 0xE000EDFC;    // DEMCR; bit 24 switches the trace units on.
constexpr uint32_t kWatchpointLock = 0xE0001FB0;  // DWT_LAR; a Cortex-M7 ignores writes until it has the key.
constexpr uint32_t kWatchpointControl = 0xE0001000;
constexpr uint32_t kCycleCount = 0xE0001004;

}  // namespace

uint32_t ReadCycles(void*) {
  if ((Register(kWatchpointControl) & 1u) == 0) {
    Register(kDebugControl) |= 1u << 24;
    Register(kWatchpointLock) = 0xC5ACCE55;
    Register(kWatchpointControl) |= 1u;
  }
  return Register(kCycleCount);
}

}  // namespace board
}  // namespace tinyclassify

#else

#include <chrono>

namespace tinyclassify {
namespace board {

const uint32_t kCyclesPerMicrosecond = 1;

uint32_t ReadCycles(void*) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

}  // namespace board
}  // namespace tinyclassify

#endif
