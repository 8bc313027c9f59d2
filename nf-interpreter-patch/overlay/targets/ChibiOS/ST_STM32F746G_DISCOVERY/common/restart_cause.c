#include "restart_cause.h"

// RCC_CSR, RM0385 section 5.3.21: window watchdog, independent watchdog, software.
static const uint32_t kWindowWatchdog = 1u << 30;
static const uint32_t kWatchdog = 1u << 29;
static const uint32_t kSoftware = 1u << 28;

RestartCause RestartCause_Of(uint32_t csr, int fault_known) {
  if (csr & (kWatchdog | kWindowWatchdog)) return kCauseWatchdog;
  if (!(csr & kSoftware)) return kCausePower;
  return fault_known ? kCauseFault : kCauseSoftware;
}
