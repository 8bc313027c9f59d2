// No printf here: after a fault neither heap nor locale can be trusted.
#include "fault_text.h"

#include <stddef.h>

typedef struct Cause {
  uint32_t mask;
  const char* text;
} Cause;

// ARMv7-M Architecture Reference Manual, B3.2.15. In the order of what explains most.
static const Cause kCauses[] = {
    {1u << 0, "execution of memory that is not code"},
    {1u << 1, "access to memory that the MPU forbids"},
    {1u << 4, "stack overrun on exception entry (MPU)"},
    {1u << 3, "broken stack on exception return (MPU)"},
    {1u << 5, "floating-point state not saved (MPU)"},
    {1u << 8, "execution from an address without memory"},
    {1u << 9, "access to an address without memory"},
    {1u << 10, "late write to an address without memory"},
    {1u << 12, "stack overrun on exception entry (bus)"},
    {1u << 11, "broken stack on exception return (bus)"},
    {1u << 13, "floating-point state not saved (bus)"},
    {1u << 16, "undefined instruction"},
    {1u << 17, "jump to an address that is not Thumb code"},
    {1u << 18, "exception return to a wrong address"},
    {1u << 19, "floating-point unit is off"},
    {1u << 24, "unaligned access"},
    {1u << 25, "division by zero"},
};

const char* FaultCause(const FaultFacts* facts) {
  if (facts->halt != NULL) return facts->halt;
  for (size_t i = 0; i < sizeof(kCauses) / sizeof(kCauses[0]); ++i) {
    if (facts->cfsr & kCauses[i].mask) return kCauses[i].text;
  }
  if (facts->hfsr & (1u << 1)) return "vector table not readable";
  if (facts->hfsr & (1u << 31)) return "breakpoint without a debugger";
  if (facts->exception == 2) return "clock failure (NMI)";
  if (facts->exception >= 16) return "interrupt without a handler";
  return "cause unknown";
}

int FaultAddress(const FaultFacts* facts, uint32_t* address) {
  if (facts->halt != NULL) return 0;
  if (facts->cfsr & (1u << 7)) *address = facts->mmfar;
  else if (facts->cfsr & (1u << 15)) *address = facts->bfar;
  else return 0;
  return 1;
}

static const char* ExceptionName(const FaultFacts* facts) {
  static const char* const kNames[] = {"NMI", "HardFault", "MemManage", "BusFault", "UsageFault"};
  if (facts->halt != NULL) return "System halt";
  if (facts->exception >= 2 && facts->exception <= 6) return kNames[facts->exception - 2];
  return facts->exception >= 16 ? "Interrupt" : "Exception";
}

typedef struct Line {
  char* next;
  char* last;  // the place of the terminator
} Line;

static void Text(Line* line, const char* text) {
  while (*text != '\0' && line->next < line->last) *line->next++ = *text++;
  *line->next = '\0';
}

static void Hex(Line* line, const char* name, uint32_t value) {
  char digits[11] = "0x";
  for (int i = 0; i < 8; ++i) digits[2 + i] = "0123456789ABCDEF"[(value >> (28 - 4 * i)) & 15u];
  digits[10] = '\0';
  Text(line, name);
  Text(line, digits);
}

static void Decimal(Line* line, uint32_t value) {
  char digits[11];
  int at = 10;
  digits[at] = '\0';
  do {
    digits[--at] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  Text(line, digits + at);
}

void FaultLines(const FaultFacts* facts, char lines[kFaultLineCount][kFaultLineBytes]) {
  Line line[kFaultLineCount];
  for (int i = 0; i < kFaultLineCount; ++i) {
    line[i].next = lines[i];
    line[i].last = lines[i] + kFaultLineBytes - 1;
    *line[i].next = '\0';
  }
  Text(&line[0], ExceptionName(facts));
  if (facts->halt == NULL && facts->exception >= 16) {
    Text(&line[0], " ");
    Decimal(&line[0], facts->exception - 16);
  }
  Text(&line[0], ": ");
  Text(&line[0], FaultCause(facts));

  uint32_t address = 0;
  if (FaultAddress(facts, &address)) Hex(&line[1], "address ", address);
  else Text(&line[1], "address not known");

  if (facts->frame != 0) {
    Hex(&line[2], "PC ", facts->pc);
    Hex(&line[2], "  LR ", facts->lr);
  } else {
    Text(&line[2], facts->halt != NULL ? "halted by the system itself" : "PC and LR lost with the stack");
  }
  Hex(&line[3], "CFSR ", facts->cfsr);
  Hex(&line[3], "  HFSR ", facts->hfsr);
  Hex(&line[4], "PSR ", facts->psr);
  Hex(&line[4], "  frame ", facts->frame);
}
