// Runs with interrupts off on a stack of its own; polls the serial port, since no driver can be trusted any more.
#include "fault_report.h"

#include <stddef.h>

#include "stm32f746_registers.h"

enum { kSecondsToRead = 8, kCyclesPerSecond = 216000000 };

__attribute__((weak)) void FaultReport_Show(char lines[kFaultLineCount][kFaultLineBytes]) { (void)lines; }
__attribute__((weak)) void FaultReport_Remember(const FaultFacts* facts) { (void)facts; }
__attribute__((weak)) int FaultReport_MayRestart(void) { return 1; }

void FaultReport_Enable(void) { SCB_SHCSR_REGISTER |= (1u << 18) | (1u << 17) | (1u << 16); }

// By the core's cycle counter: no timer or interrupt is needed.
static void WaitOneSecond(void) {
  DEBUG_DEMCR |= 1u << 24;
  DWT_LOCK = 0xC5ACCE55u;
  DWT_CONTROL |= 1u;
  const uint32_t start = DWT_CYCLES;
  while (DWT_CYCLES - start < kCyclesPerSecond) {
  }
}

static void SendByte(char c) {
  // At 921,600 baud a byte takes 11 us; a port that never gets free must not hang the report.
  for (uint32_t i = 0; i < 100000u && !(USART1_ISR & USART1_CAN_SEND); ++i) {
  }
  USART1_TDR = (uint32_t)(unsigned char)c;
}

static void SendLine(const char* text) {
  while (*text != '\0') SendByte(*text++);
  SendByte('\r');
  SendByte('\n');
}

// Only a frame in RAM can be read without a second fault.
static int IsInRam(uint32_t address) {
  return (address >= 0x20000000u && address <= 0x20050000u - 32u) || (address >= 0xC0000000u && address <= 0xC0800000u - 32u);
}

static void __attribute__((noreturn)) TellAndRestart(FaultFacts* facts) {
  facts->cfsr = SCB_CFSR_REGISTER;
  facts->hfsr = SCB_HFSR_REGISTER;
  facts->mmfar = SCB_MMFAR_REGISTER;
  facts->bfar = SCB_BFAR_REGISTER;
  FaultReport_Remember(facts);
  const int restarts = FaultReport_MayRestart();

  char lines[kFaultLineCount][kFaultLineBytes];
  FaultLines(facts, lines);
  SendLine("");
  SendLine(restarts ? "*** TinyClassify stopped; restarting ***" : "*** TinyClassify stopped; the reset button starts it ***");
  for (int i = 0; i < kFaultLineCount; ++i) SendLine(lines[i]);

  if (DEBUG_DHCSR & 1u) __asm volatile("bkpt #0");
  FaultReport_Show(lines);
  // Time to read the screen. The watchdog is fed meanwhile: its reset would come at an arbitrary moment.
  // Where even waiting for Visual Studio ends in a fault, nothing is gained by another restart: the screen stays.
  for (int second = 0; second < kSecondsToRead || !restarts; ++second) {
    IWDG_KEY = IWDG_KEY_RELOAD;
    WaitOneSecond();
  }
  __asm volatile("dsb" ::: "memory");
  SCB_AIRCR_REGISTER = 0x05FA0004u;
  for (;;) {
  }
}

__attribute__((used)) void FaultReport_Core(const uint32_t* frame, uint32_t exception) {
  FaultFacts facts = {0};
  facts.exception = exception & 0x1FFu;
  const uint32_t stacking_failed = (1u << 4) | (1u << 12);
  if (IsInRam((uint32_t)(uintptr_t)frame) && !(SCB_CFSR_REGISTER & stacking_failed)) {
    facts.frame = (uint32_t)(uintptr_t)frame;
    facts.lr = frame[5];
    facts.pc = frame[6];
    facts.psr = frame[7];
  }
  TellAndRestart(&facts);
}

__attribute__((used)) void FaultReport_Halt(const char* reason) {
  __asm volatile("cpsid i" ::: "memory");
  FaultFacts facts = {0};
  facts.halt = reason != NULL ? reason : "no reason given";
  TellAndRestart(&facts);
}
