#include "card_lock.h"

#include <ch.h>
#include <hal.h>

static MUTEX_DECL(g_card_mutex);

// The same thread may hold it already (CardLock_Take), and ChibiOS' mutexes are not recursive here.
static bool IsOurs(void) { return g_card_mutex.owner == chThdGetSelfX(); }

void CardLock_Take(void) { chMtxLock(&g_card_mutex); }
void CardLock_Give(void) { chMtxUnlock(&g_card_mutex); }

bool __real_sdcConnect(SDCDriver* card);
bool __real_sdcDisconnect(SDCDriver* card);
bool __wrap_sdcConnect(SDCDriver* card);
bool __wrap_sdcDisconnect(SDCDriver* card);

bool __wrap_sdcConnect(SDCDriver* card) {
  if (IsOurs()) return __real_sdcConnect(card);
  CardLock_Take();
  const bool failed = __real_sdcConnect(card);
  CardLock_Give();
  return failed;
}

bool __wrap_sdcDisconnect(SDCDriver* card) {
  if (IsOurs()) return __real_sdcDisconnect(card);
  CardLock_Take();
  const bool failed = __real_sdcDisconnect(card);
  CardLock_Give();
  return failed;
}
