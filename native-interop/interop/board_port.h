/* What the firmware of a board supplies to the classifier. Each function has a weak body in board_port.cc that does without:
 * a board without a card, without a watchdog, without a second thread runs all the same.
 *
 * Paths are as in tc_card.h, terminated. Results are >= 0, or a negative tcc_status. */
#ifndef TINYCLASSIFY_INTEROP_BOARD_PORT_H
#define TINYCLASSIFY_INTEROP_BOARD_PORT_H

#include <stdint.h>

#include "tc_card.h"

#ifdef __cplusplus
extern "C" {
#endif

/** As MemoryCard's states. */
enum { TCB_CARD_OUT = 0, TCB_CARD_NOT_MOUNTED = 1, TCB_CARD_READY = 2 };

/** As Startup's causes. */
enum { TCB_POWER = 0, TCB_SOFTWARE = 1, TCB_WATCHDOG = 2, TCB_FAULT = 3 };

/** Files that may be open at a time: the picture, and what else is read. */
enum { TCB_PICTURE_FILE = 0, TCB_OTHER_FILE = 1, TCB_FILES = 2 };

/** Takes microseconds: no access to the card. */
int32_t tcb_card_state(void);
int32_t tcb_card_mount(void);

/** The three of a tcc_volume. */
int32_t tcb_open_folder(void* context, uint32_t depth, const char* path);
int32_t tcb_next_entry(void* context, uint32_t depth, tcc_entry* entry);
void tcb_close_folder(void* context, uint32_t depth);

/** @param size  receives the file's bytes */
int32_t tcb_open_file(uint32_t file, const char* path, uint32_t* size);
/** @return bytes read; fewer than asked for at the file's end */
int32_t tcb_read_file(uint32_t file, uint32_t position, uint8_t* bytes, uint32_t count);
void tcb_close_file(uint32_t file);

/** Writes behind a file's end, all of it or nothing; makes the file where it is missing. */
int32_t tcb_append(const char* path, const uint8_t* bytes, uint32_t count);

/** Feeds the watchdog. */
void tcb_keep_alive(void);

int32_t tcb_restart_cause(void);

/** One job at a time, on a stack of its own, in turns with the caller: never at the same time.
 * tcb_work_continue runs it until it pauses (1) or ends (0); the first call begins it. tcb_work_pause is for the job. */
int32_t tcb_work_continue(void (*job)(void));
void tcb_work_pause(void);

#ifdef __cplusplus
}
#endif

#endif
