#include "restart_record.h"

#include <stddef.h>
#include <string.h>

static const uint32_t kMagic = 0x54435252u;

static uint32_t Check(const RestartRecord* record) {
  return ~(record->magic ^ record->quick_restarts * 0x9E3779B1u ^ record->fault_known * 0x85EBCA6Bu ^ record->fault_pc ^
           record->fault_lr * 3u ^ record->fault_cfsr * 5u);
}

static void Seal(RestartRecord* record) { record->check = Check(record); }

static void OpenOrClear(RestartRecord* record) {
  if (record->magic == kMagic && record->check == Check(record)) return;
  memset(record, 0, sizeof(*record));
  record->magic = kMagic;
}

RestartDecision RestartRecord_Boot(RestartRecord* record, int by_software, int deployed) {
  OpenOrClear(record);
  if (!by_software || !deployed) record->quick_restarts = 0;
  else if (record->quick_restarts <= kQuickRestartLimit) ++record->quick_restarts;
  if (!by_software) record->fault_known = 0;
  Seal(record);
  return !deployed || record->quick_restarts > kQuickRestartLimit ? kWaitForDebugger : kRunAndRestart;
}

int RestartRecord_Waits(const RestartRecord* record) {
  return record->magic == kMagic && record->check == Check(record) && record->quick_restarts > kQuickRestartLimit;
}

void RestartRecord_Stable(RestartRecord* record) {
  OpenOrClear(record);
  record->quick_restarts = 0;
  Seal(record);
}

void RestartRecord_FaultTold(RestartRecord* record) {
  OpenOrClear(record);
  record->fault_known = 0;
  Seal(record);
}

void RestartRecord_Fault(RestartRecord* record, const FaultFacts* facts) {
  OpenOrClear(record);
  record->fault_known = 1;
  record->fault_pc = facts->pc;
  record->fault_lr = facts->lr;
  record->fault_cfsr = facts->cfsr;
  Seal(record);
}
