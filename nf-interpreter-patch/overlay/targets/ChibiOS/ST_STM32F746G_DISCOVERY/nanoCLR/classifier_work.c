// board_port.h's watchdog, and the thread that takes turns with the interpreter's.
#include <ch.h>
#include <hal.h>
#include <nanoHAL_v2.h>

#include "board_port.h"

// Decoders and inference take under 3 KB; FatFs and the interrupts that come meanwhile have their share. In the SDRAM, which is
// cached: the DTCM has no room.
enum { kStackBytes = 12 * 1024 };
static THD_WORKING_AREA(g_stack, kStackBytes) __attribute__((section(".classifier_sdram"), aligned(32)));

// A wait of the interpreter's thread feeds the watchdog, but not for ever: a job that hangs must still end in a restart.
enum { kWaitMilliseconds = 500, kWaits = 120 };

static BSEMAPHORE_DECL(g_go, true);
static BSEMAPHORE_DECL(g_paused, true);
static void (*g_job)(void);
static bool g_thread_runs;
static bool g_job_runs;

void tcb_keep_alive(void) { Watchdog_Reset(); }

static THD_FUNCTION(Work, argument) {
  (void)argument;
  for (;;) {
    chBSemWait(&g_go);
    g_job();
    g_job_runs = false;
    chBSemSignal(&g_paused);
  }
}

int32_t tcb_work_continue(void (*job)(void)) {
  if (!g_thread_runs) {
    g_thread_runs = true;
    chThdCreateStatic(g_stack, sizeof(g_stack), NORMALPRIO, Work, NULL);
  }
  if (!g_job_runs) {
    g_job = job;
    g_job_runs = true;
  }
  chBSemSignal(&g_go);
  for (int waits = 0; chBSemWaitTimeout(&g_paused, TIME_MS2I(kWaitMilliseconds)) != MSG_OK;) {
    if (++waits < kWaits) Watchdog_Reset();
  }
  return g_job_runs;
}

void tcb_work_pause(void) {
  chBSemSignal(&g_paused);
  chBSemWait(&g_go);
}
