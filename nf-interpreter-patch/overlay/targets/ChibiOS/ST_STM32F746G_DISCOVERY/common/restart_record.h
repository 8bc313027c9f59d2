// What survives a restart: how often the application stopped at once, and the last fault. Pure but for where the record lies.
#ifndef RESTART_RECORD_H
#define RESTART_RECORD_H

#include <stdint.h>

#include "fault_text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  kQuickRestartLimit = 5,    // after so many in a row the board waits for a debugger
  kStableAfterSeconds = 60,  // a run that lasts this long is no quick restart
};

typedef struct RestartRecord {
  uint32_t magic;
  uint32_t quick_restarts;
  uint32_t fault_known;  // 0 or 1; the next three
  uint32_t fault_pc;
  uint32_t fault_lr;
  uint32_t fault_cfsr;
  uint32_t check;
} RestartRecord;

typedef enum RestartDecision {
  kRunAndRestart = 0,    // stand-alone: an application that ends or throws is started again
  kWaitForDebugger = 1,  // nothing to run, or it stops again and again: it is not begun
} RestartDecision;

// Called once at boot.
// @param by_software  1 where the reset came from software or the watchdog, 0 for power and the reset button
// @param deployed     1 where the deployment sector holds an application
RestartDecision RestartRecord_Boot(RestartRecord* record, int by_software, int deployed);

// @return 1 where the last RestartRecord_Boot decided to wait since the application stops again and again
int RestartRecord_Waits(const RestartRecord* record);

// The application has run for kStableAfterSeconds.
void RestartRecord_Stable(RestartRecord* record);

// The last run's fault was printed: the next run has nothing to tell of it.
void RestartRecord_FaultTold(RestartRecord* record);

void RestartRecord_Fault(RestartRecord* record, const FaultFacts* facts);

#ifdef __cplusplus
}
#endif

#endif
