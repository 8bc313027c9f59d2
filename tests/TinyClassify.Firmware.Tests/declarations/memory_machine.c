// A Cortex-M7 under QEMU (mps2-an500) on which target_external_memory.c runs for real: the MPU is the emulator's, the FMC's
// registers are memory. Semihosting prints what the MPU then holds and what was asked of the SDRAM's driver.
#include "stm32f746_registers.h"

enum { kWrite0 = 0x04, kExit = 0x20 };

void Target_ExternalMemoryInit(void);

// FMC_BCR1 takes nothing while the FMC has no clock, and its reset value when the SDRAM's driver resets the controller.
static uint32_t g_fmc_bcr1 = 0x000030DBu;
static uint32_t g_ignored;
static int g_fmc_has_clock;
SDRAMDriver SDRAMD;

volatile uint32_t* FakeRegister(uint32_t address) {
  if (address >= 0xE000ED00u && address <= 0xE000EDF0u) return (volatile uint32_t*)address;
  g_ignored = 0;
  return address == 0xA0000000u && g_fmc_has_clock ? &g_fmc_bcr1 : &g_ignored;
}

static void Semihosting(uint32_t operation, const void* argument) {
  register uint32_t r0 __asm("r0") = operation;
  register const void* r1 __asm("r1") = argument;
  __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

static void Print(const char* what, uint32_t first, uint32_t second) {
  static const char kDigits[] = "0123456789ABCDEF";
  char line[] = " 00000000 00000000\n";
  for (int i = 0; i < 8; ++i) {
    line[8 - i] = kDigits[first >> (4 * i) & 15];
    line[17 - i] = kDigits[second >> (4 * i) & 15];
  }
  Semihosting(kWrite0, what);
  Semihosting(kWrite0, line);
}

void SCB_CleanInvalidateDCache(void) { Print("clean", MPU_CTRL_REGISTER, 0); }
void SCB_EnableICache(void) { Print("icache", MPU_CTRL_REGISTER, 0); }
void SCB_EnableDCache(void) { Print("dcache", MPU_CTRL_REGISTER, 0); }
void fsmcSdramInit(void) {
  g_fmc_has_clock = 1;
  g_fmc_bcr1 = 0x000030DBu;
}
void fsmcSdramStart(SDRAMDriver* driver, const SDRAMConfig* config) {
  (void)driver;
  Print("control", config->sdcr, config->sdtr);
  Print("command", config->sdcmr, config->sdrtr);
}

__attribute__((noreturn)) void Reset(void) {
  Target_ExternalMemoryInit();
  Print("mpu", MPU_CTRL_REGISTER, g_fmc_bcr1);
  for (uint32_t region = 0; region < 8; ++region) {
    MPU_RNR_REGISTER = region;
    Print("region", MPU_RBAR_REGISTER, MPU_RASR_REGISTER);
  }
  static const uint32_t kDone[2] = {0x20026, 0};
  Semihosting(kExit, kDone);
  for (;;) {
  }
}

extern uint32_t __stack;
__attribute__((section(".vectors"), used)) static const void* const kVectors[16] = {&__stack, Reset, Reset, Reset};
