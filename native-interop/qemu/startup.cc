#include <stdint.h>
#include <string.h>

#include "qemu/semihosting.h"

// Reset and faults of the bare Cortex-M7 that QEMU gives us.

extern "C" {
extern uint32_t __data_start, __data_end, __data_load, __bss_start, __bss_end, __stack_top;
int main();
[[noreturn]] void ResetHandler();
}

namespace {

[[noreturn]] void FaultHandler() {
  tinyclassify::qemu::Print("fault: the program left the road\n");
  tinyclassify::qemu::Exit(false);
}

}  // namespace

void ResetHandler() {
  // Coprocessors 10 and 11: the FPU.
  *reinterpret_cast<volatile uint32_t*>(0xE000ED88) |= 0xFu << 20;
  asm volatile("dsb\n isb");
  memcpy(&__data_start, &__data_load, reinterpret_cast<uintptr_t>(&__data_end) - reinterpret_cast<uintptr_t>(&__data_start));
  memset(&__bss_start, 0, reinterpret_cast<uintptr_t>(&__bss_end) - reinterpret_cast<uintptr_t>(&__bss_start));
  tinyclassify::qemu::Exit(main() == 0);
}

__attribute__((section(".vectors"), used)) const void* const kVectors[16] = {
    &__stack_top,
    reinterpret_cast<const void*>(&ResetHandler),
    reinterpret_cast<const void*>(&FaultHandler),  // NMI
    reinterpret_cast<const void*>(&FaultHandler),  // HardFault
    reinterpret_cast<const void*>(&FaultHandler),  // MemManage
    reinterpret_cast<const void*>(&FaultHandler),  // BusFault
    reinterpret_cast<const void*>(&FaultHandler),  // UsageFault
};
