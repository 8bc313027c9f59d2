// The SDRAM, and what the core may assume about every address: MPU regions and caches.
#include <ch.h>
#include <hal.h>
#include <hal_nf_community.h>
#include <fsmc_sdram_lld.h>

#include "stm32f746_registers.h"

// MT48LC4M32B2-6A, 16 of its 32 bits wired: 12 rows, 8 columns, 4 banks. SDCLK is HCLK / 3 = 72 MHz, 13.9 ns: HCLK / 2 would
// be 108 MHz, past the 100 MHz that ST runs this board's SDRAM at. Sources: Micron's data sheet, RM0385 section 13.7.
enum {
  kColumns8 = 0 << 0,
  kRows12 = 1 << 2,
  kWidth16 = 1 << 4,
  kBanks4 = 1 << 6,
  kCas2 = 2 << 7,
  kClockDivide3 = 3 << 10,
  kBurstRead = 1 << 12,
};

// Each in SDCLK cycles, less one.
enum {
  kLoadToActive = (2 - 1) << 0,        // TMRD: 2 cycles
  kExitSelfRefresh = (6 - 1) << 4,     // TXSR: 70 ns
  kSelfRefresh = (4 - 1) << 8,         // TRAS: 42 ns
  kRowCycle = (5 - 1) << 12,           // TRC: 60 ns
  kWriteRecovery = (2 - 1) << 16,      // TWR: TRAS - TRCD
  kRowPrecharge = (2 - 1) << 20,       // TRP: 18 ns
  kRowToColumn = (2 - 1) << 24,        // TRCD: 18 ns
  kAutoRefreshCycles = (8 - 1) << 5,   // NRFS
  kModeRegister = 0x0220 << 9,         // burst of 1, sequential, CAS 2, single write
  kRefreshCount = (1125 - 20) << 1,    // 64 ms / 4,096 rows = 15.6 us = 1,125 cycles, less RM0385's margin of 20
};

static const SDRAMConfig kSdram = {
    .sdcr = kColumns8 | kRows12 | kWidth16 | kBanks4 | kCas2 | kClockDivide3 | kBurstRead,
    .sdtr = kLoadToActive | kExitSelfRefresh | kSelfRefresh | kRowCycle | kWriteRecovery | kRowPrecharge | kRowToColumn,
    .sdcmr = kAutoRefreshCycles | kModeRegister,
    .sdrtr = kRefreshCount,
};

// RASR: region size is 2^(n+1) bytes, ARMv7-M table B3-9; attributes B3-13.
#define RASR(size_log2, attributes) ((((size_log2) - 1u) << 1) | (attributes) | 1u)
#define FULL_ACCESS (3u << 24)
#define NO_ACCESS (0u << 24)
#define EXECUTE_NEVER (1u << 28)
#define NORMAL_WRITE_BACK ((1u << 19) | (1u << 17) | (1u << 16))  // allocates on read and write
#define NORMAL_UNCACHED (1u << 19)
#define DEVICE_MEMORY (1u << 16)

static void SetRegion(uint32_t number, uint32_t base, uint32_t rasr) {
  MPU_RNR_REGISTER = number;
  MPU_RBAR_REGISTER = base;
  MPU_RASR_REGISTER = rasr;
}

// Never write-through: the core is an r0p1, whose write-through data cache can lose stores (Arm erratum 1259864, ST ES0290).
static void ConfigureMpu(void) {
  // What is to be uncached may stand in the cache, dirty: .data was copied before there was an MPU.
  SCB_CleanInvalidateDCache();
  __asm volatile("dmb" ::: "memory");
  MPU_CTRL_REGISTER = 0;
  // What is neither RAM nor a peripheral of ours: no speculative read may start a transfer there (FMC banks 1 and 3, QUADSPI).
  SetRegion(0, 0x60000000u, RASR(29, NO_ACCESS | EXECUTE_NEVER | DEVICE_MEMORY));
  SetRegion(1, 0x80000000u, RASR(29, NO_ACCESS | EXECUTE_NEVER | DEVICE_MEMORY));
  // The FMC's and QUADSPI's own registers lie in there.
  SetRegion(2, 0xA0000000u, RASR(13, FULL_ACCESS | EXECUTE_NEVER | DEVICE_MEMORY));
  // SDRAM is device memory by default, where an unaligned access faults.
  SetRegion(3, 0xC0000000u, RASR(23, FULL_ACCESS | EXECUTE_NEVER | NORMAL_WRITE_BACK));
  // The framebuffer: what is written is on the panel, with no cache to clean.
  SetRegion(4, 0xC07C0000u, RASR(18, FULL_ACCESS | EXECUTE_NEVER | NORMAL_UNCACHED));
  // SRAM2 holds the card's DMA buffer (.nocache) and little else.
  SetRegion(5, 0x2004C000u, RASR(14, FULL_ACCESS | EXECUTE_NEVER | NORMAL_UNCACHED));
  // Outside of these the default map holds: SRAM1, the classifier's memory, is cached, write-back. DTCM never is.
  MPU_CTRL_REGISTER = (1u << 2) | 1u;
  __asm volatile("dsb\n\tisb" ::: "memory");
}

void Target_ExternalMemoryInit(void) {
  ConfigureMpu();
  // ChibiOS' start-up code switches the caches on; a start-up code that does not must be noticed here, not in a benchmark.
  const uint32_t both_caches = (1u << 17) | (1u << 16);
  if ((SCB_CCR_REGISTER & both_caches) != both_caches) {
    SCB_EnableICache();
    SCB_EnableDCache();
  }
  fsmcSdramInit();
  fsmcSdramStart(&SDRAMD, &kSdram);
  // Bank 1 is on after a reset, and a read of it holds the bus for 24 us (RM0385 13.5). Only now has the FMC a clock to take
  // this.
  FMC_BCR1 = 0x000030D2u;
}
