// A board that supplies nothing: no card, no watchdog, no second thread.
#include "board_port.h"

#define WEAK __attribute__((weak))

extern "C" {

WEAK int32_t tcb_card_state(void) { return TCB_CARD_OUT; }
WEAK int32_t tcb_card_mount(void) { return TCC_ERROR_NO_CARD; }
WEAK int32_t tcb_open_folder(void*, uint32_t, const char*) { return TCC_ERROR_NO_CARD; }
WEAK int32_t tcb_next_entry(void*, uint32_t, tcc_entry*) { return TCC_ERROR_NO_CARD; }
WEAK void tcb_close_folder(void*, uint32_t) {}
WEAK int32_t tcb_open_file(uint32_t, const char*, uint32_t*) { return TCC_ERROR_NO_CARD; }
WEAK int32_t tcb_read_file(uint32_t, uint32_t, uint8_t*, uint32_t) { return TCC_ERROR_NO_CARD; }
WEAK void tcb_close_file(uint32_t) {}
WEAK int32_t tcb_append(const char*, const uint8_t*, uint32_t) { return TCC_ERROR_NO_CARD; }
WEAK void tcb_keep_alive(void) {}
WEAK int32_t tcb_restart_cause(void) { return TCB_POWER; }

// Without a second thread a job runs to its end.
WEAK int32_t tcb_work_continue(void (*job)(void)) {
  job();
  return 0;
}
WEAK void tcb_work_pause(void) {}

}  // extern "C"
