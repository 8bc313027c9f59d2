#ifndef FAULT_REPORT_H
#define FAULT_REPORT_H

#include "fault_text.h"

#ifdef __cplusplus
extern "C" {
#endif

// Lets MemManage, BusFault and UsageFault come by their own name instead of as a HardFault.
void FaultReport_Enable(void);

// Tells on the serial port and the display, then restarts. Never returns.
void FaultReport_Core(const uint32_t* frame, uint32_t exception);
void FaultReport_Halt(const char* reason);

// Hooks of the image; the defaults do nothing.
void FaultReport_Show(char lines[kFaultLineCount][kFaultLineBytes]);
void FaultReport_Remember(const FaultFacts* facts);

#ifdef __cplusplus
}
#endif

#endif
