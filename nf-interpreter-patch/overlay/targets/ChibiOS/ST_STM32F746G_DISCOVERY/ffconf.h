// FatFs R0.16 for one SD card, D:. The names are FatFs' (ffconf.h of its distribution explains each).
#ifndef FFCONF_H
#define FFCONF_H

#include <ch.h>
#include <target_platform.h>

#define FFCONF_DEF 80386

#define FF_FS_READONLY 0
#define FF_FS_MINIMIZE 0
#define FF_USE_FIND 1
#define FF_USE_MKFS 0
#define FF_USE_FASTSEEK 0
#define FF_USE_EXPAND 0
#define FF_USE_CHMOD 1
#define FF_USE_LABEL 1
#define FF_USE_FORWARD 0
#define FF_USE_STRFUNC 0
#define FF_PRINT_LLI 0
#define FF_PRINT_FLOAT 0
#define FF_STRF_ENCODE 3

// Names are UTF-8, as the strings of C# are; long names, their buffer on the caller's stack.
#define FF_CODE_PAGE 437
#define FF_USE_LFN 2
#define FF_MAX_LFN 255
#define FF_LFN_UNICODE 2
#define FF_LFN_BUF 255
#define FF_SFN_BUF 34
#define FF_FS_RPATH 2
#define FF_PATH_DEPTH 10

#define FF_VOLUMES 1
#define FF_STR_VOLUME_ID 1
#define FF_VOLUME_STRS "D"
#define FF_MULTI_PARTITION 0
#define FF_MIN_SS 512
#define FF_MAX_SS 512
#define FF_LBA64 0
#define FF_MIN_GPT 0x10000000
#define FF_USE_TRIM 0

#define FF_FS_TINY 0
// exFAT stays off: cards above 32 GB have to be formatted as FAT32 (docs/decisions/0058).
#define FF_FS_EXFAT 0
// Nothing sets a clock on this board: every file written carries this date.
#define FF_FS_NORTC 1
#define FF_NORTC_MON 1
#define FF_NORTC_MDAY 1
#define FF_NORTC_YEAR 2026
#define FF_FS_CRTIME 1
#define FF_FS_NOFSINFO 0
#define FF_FS_LOCK 0
#define FF_FS_REENTRANT 1
#define FF_FS_TIMEOUT TIME_MS2I(1000)

#endif
