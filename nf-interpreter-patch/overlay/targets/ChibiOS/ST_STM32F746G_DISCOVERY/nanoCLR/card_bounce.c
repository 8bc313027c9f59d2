// FatFs reads whole sectors straight into the caller's array, by DMA, behind the data cache's back: a line of the array that is
// in the cache hides what the card delivered, and a dirty one may be written over it later. Arrays of C# lie at any address, so
// lines at their ends are shared with other objects, and no cache operation is right for them. A copy through memory
// without a cache always is: 4 KB at a time costs a few microseconds beside the card's 24 MB/s at best.
#include "card_bounce.h"

#include <string.h>

bool CardBounce_Read(CardReader read, void* card, uint8_t* bounce, uint32_t sector, uint8_t* to, uint32_t count) {
  while (count > 0) {
    const uint32_t now = count < kBounceSectors ? count : kBounceSectors;
    if (read(card, sector, bounce, now)) return true;
    memcpy(to, bounce, (size_t)now * kSectorBytes);
    to += now * kSectorBytes;
    sector += now;
    count -= now;
  }
  return false;
}

bool CardBounce_Write(CardWriter write, void* card, uint8_t* bounce, uint32_t sector, const uint8_t* from, uint32_t count) {
  while (count > 0) {
    const uint32_t now = count < kBounceSectors ? count : kBounceSectors;
    memcpy(bounce, from, (size_t)now * kSectorBytes);
    if (write(card, sector, bounce, now)) return true;
    from += now * kSectorBytes;
    sector += now;
    count -= now;
  }
  return false;
}
