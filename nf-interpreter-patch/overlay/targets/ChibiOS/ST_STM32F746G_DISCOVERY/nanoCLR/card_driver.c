// CardBounce_Install: the part that knows ChibiOS.
#include <ch.h>
#include <hal.h>

#include "card_bounce.h"

static uint8_t g_bounce[kBounceSectors * kSectorBytes] __attribute__((section(".nocache"), aligned(32)));
static struct SDCDriverVMT g_methods;
static CardReader g_read;
static CardWriter g_write;

// FatFs holds its volume lock around both (FF_FS_REENTRANT), and there is one volume: the buffer needs no lock of its own.
static bool Read(void* card, uint32_t sector, uint8_t* to, uint32_t count) {
  return CardBounce_Read(g_read, card, g_bounce, sector, to, count);
}

static bool Write(void* card, uint32_t sector, const uint8_t* from, uint32_t count) {
  return CardBounce_Write(g_write, card, g_bounce, sector, from, count);
}

void CardBounce_Install(void) {
  g_methods = *SDCD1.vmt;
  g_read = g_methods.read;
  g_write = g_methods.write;
  g_methods.read = Read;
  g_methods.write = Write;
  SDCD1.vmt = &g_methods;
}
