// Between FatFs and the SD driver: sectors go through a buffer that is not cached.
#ifndef CARD_BOUNCE_H
#define CARD_BOUNCE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { kSectorBytes = 512, kBounceSectors = 8 };

typedef bool (*CardReader)(void* card, uint32_t sector, uint8_t* to, uint32_t count);
typedef bool (*CardWriter)(void* card, uint32_t sector, const uint8_t* from, uint32_t count);

// Both return false on success, as ChibiOS' drivers do. Any `to` and `from` will do: cached, unaligned, in SDRAM.
// @param bounce  kBounceSectors * kSectorBytes of memory without a cache
bool CardBounce_Read(CardReader read, void* card, uint8_t* bounce, uint32_t sector, uint8_t* to, uint32_t count);
bool CardBounce_Write(CardWriter write, void* card, uint8_t* bounce, uint32_t sector, const uint8_t* from, uint32_t count);

// Puts the two between FatFs and SDCD1. After halInit, before the card thread starts.
void CardBounce_Install(void);

#ifdef __cplusplus
}
#endif

#endif
