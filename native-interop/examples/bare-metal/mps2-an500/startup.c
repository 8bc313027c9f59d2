// Reset of QEMU's mps2-an500 (Cortex-M7). A board's own start-up code stands here elsewhere; the classifier needs nothing of it
// but the FPU, and the stack that tinyclassify.h tells.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern uint32_t stack_top, bss_start, bss_end;
void initialise_monitor_handles(void);  // newlib's librdimon: printf and exit over semihosting.
int main(void);

static void Fault(void) {
  for (;;) {
  }
}

static void Reset(void) {
  *(volatile uint32_t*)0xE000ED88 |= 0xFu << 20;  // CPACR: coprocessors 10 and 11 are the FPU.
  __asm volatile("dsb\n isb");
  memset(&bss_start, 0, (size_t)((char*)&bss_end - (char*)&bss_start));
  initialise_monitor_handles();
  exit(main());
}

__attribute__((section(".vectors"), used)) static void (*const vectors[])(void) = {
    (void (*)(void)) & stack_top, Reset, Fault, Fault, Fault, Fault, Fault};
