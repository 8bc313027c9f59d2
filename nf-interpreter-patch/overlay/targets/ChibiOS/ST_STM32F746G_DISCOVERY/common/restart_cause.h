// Why the board started, as native-interop/interop/board_port.h counts it.
#ifndef RESTART_CAUSE_H
#define RESTART_CAUSE_H

#include <stdint.h>

typedef enum RestartCause { kCausePower = 0, kCauseSoftware = 1, kCauseWatchdog = 2, kCauseFault = 3 } RestartCause;

// @param csr  RCC_CSR, whose flags add up until they are cleared
// @param fault_known  the last run left a fault behind, which restarts by software
RestartCause RestartCause_Of(uint32_t csr, int fault_known);

// What main() found.
RestartCause RestartCause_Get(void);

#endif
