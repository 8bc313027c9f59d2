// A Cortex-M7 under QEMU (mps2-an500) that faults on purpose: the overlay's handlers run for real, with the STM32's peripherals
// replaced by memory. Semihosting prints what they would show and ends the program.
#include <stdint.h>

#include "fault_report.h"

enum { kWrite0 = 0x04, kExit = 0x20 };

static uint32_t g_peripheral[1];
static uint32_t g_cycles;

// Core registers are the emulator's own; the serial port, the watchdog and the cycle counter are not there.
volatile uint32_t* FakeRegister(uint32_t address) {
  if (address == 0xE0001004u) {
    g_cycles += 216000000u;
    return &g_cycles;
  }
  if (address >= 0xE000ED00u && address <= 0xE000EDF0u) return (volatile uint32_t*)address;
  g_peripheral[0] = 0xFFFFFFFFu & ~1u;  // always ready to send; no debugger
  return g_peripheral;
}

static void Semihosting(uint32_t operation, const void* argument) {
  register uint32_t r0 __asm("r0") = operation;
  register const void* r1 __asm("r1") = argument;
  __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void FaultReport_Show(char lines[kFaultLineCount][kFaultLineBytes]) {
  for (int i = 0; i < kFaultLineCount; ++i) {
    Semihosting(kWrite0, lines[i]);
    Semihosting(kWrite0, "\n");
  }
  static const uint32_t kDone[2] = {0x20026, 0};
  Semihosting(kExit, kDone);
}

void fault_here(void);
void NMI_Handler(void);
void HardFault_Handler(void);
void MemManage_Handler(void);
void BusFault_Handler(void);
void UsageFault_Handler(void);
void _unhandled_exception(void);

// As in ChibiOS: what nobody handles calls _unhandled_exception, and lr is lost.
__attribute__((naked)) static void Unhandled(void) { __asm volatile("bl _unhandled_exception"); }

static uint64_t g_thread_stack[256];

__attribute__((noreturn)) void Reset(void) {
  FaultReport_Enable();
#if FAULT != 5
  // A thread of ChibiOS: thread mode on the process stack.
  __asm volatile("msr psp, %0\n\tmovs r0, #2\n\tmsr control, r0\n\tisb" ::"r"(g_thread_stack + 256) : "r0", "memory");
#else
  // main before the kernel runs: thread mode on the main stack, while what the process stack's pointer shows is no frame.
  __asm volatile("msr psp, %0" ::"r"(g_thread_stack + 128) : "memory");
#endif
  fault_here();
  for (;;) {
  }
}

#if FAULT == 1 || FAULT == 5
__asm(".thumb_func\n.global fault_here\nfault_here: ldr r0, =0x50000000\n.global fault_at\n"
      "fault_at: ldr r0, [r0]\nbx lr\n.ltorg");
#elif FAULT == 2
__asm(".thumb_func\n.global fault_here\nfault_here:\n.global fault_at\nfault_at: udf #0\nbx lr");
#elif FAULT == 3
__asm(".thumb_func\n.global fault_here\nfault_here: ldr r0, =0xE000E100\nmovs r1, #32\nstr r1, [r0]\nldr r0, =0xE000E200\n"
      "str r1, [r0]\ndsb\nisb\n.global fault_at\nfault_at: b fault_at\n.ltorg");
#elif FAULT == 4
void fault_here(void) { FaultReport_Halt("stack overflow"); }
int fault_at;
#endif

extern uint32_t __stack;
__attribute__((section(".vectors"), used)) static const void* const kVectors[16 + 8] = {
    &__stack, Reset, NMI_Handler, HardFault_Handler, MemManage_Handler, BusFault_Handler, UsageFault_Handler, 0, 0, 0, 0,
    Unhandled, Unhandled, 0, Unhandled, Unhandled, Unhandled, Unhandled, Unhandled, Unhandled, Unhandled, Unhandled, Unhandled,
    Unhandled,
};
