// What a fault says, in words. Pure functions: tested on a PC.
#ifndef FAULT_TEXT_H
#define FAULT_TEXT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { kFaultLineBytes = 64, kFaultLineCount = 5 };

typedef struct FaultFacts {
  uint32_t exception;  // IPSR: 2 NMI, 3 HardFault, 4 MemManage, 5 BusFault, 6 UsageFault, 16 and up an interrupt.
  uint32_t frame;      // Address of the eight words that the core pushed, or 0 where they are lost.
  uint32_t pc;         // 0 where `frame` is 0.
  uint32_t lr;
  uint32_t psr;
  uint32_t cfsr;
  uint32_t hfsr;
  uint32_t mmfar;
  uint32_t bfar;
  const char* halt;    // ChibiOS' reason where it halted by itself; NULL for a fault of the core.
} FaultFacts;

// The cause that matters most, e.g. "unaligned access". Static, never NULL.
const char* FaultCause(const FaultFacts* facts);

// Nonzero, and *address set, where the core knows which address was accessed.
int FaultAddress(const FaultFacts* facts, uint32_t* address);

// Writes kFaultLineCount terminated lines, each cut at kFaultLineBytes.
void FaultLines(const FaultFacts* facts, char lines[kFaultLineCount][kFaultLineBytes]);

#ifdef __cplusplus
}
#endif

#endif
