// The card's part of board_port.h over FatFs and the SD driver. Upstream's card thread mounts the card; what is done here is
// looking, reading, appending, and mounting it again when it was pulled and put back before that thread's debouncing saw it.
#include <ch.h>
#include <hal.h>
#include <ff.h>
#include <target_storage_config.h>

#include "board_port.h"
#include "card_lock.h"

static FIL g_files[TCB_FILES];
static DIR g_folders[TCC_MAX_DEPTH + 1];
static FILINFO g_entry;
static bool g_disconnected;  // By us, and the card did not answer when it was connected again.

void SdCardDetectCallback(void* argument);

static int32_t StatusOf(FRESULT result) {
  if (result == FR_OK) return 0;
  if (!blkIsInserted(&SD_CARD_DRIVER)) return TCC_ERROR_NO_CARD;
  switch (result) {
    case FR_NO_FILE:
    case FR_NO_PATH:
    case FR_INVALID_NAME: return TCC_ERROR_NOT_FOUND;
    case FR_DENIED:
    case FR_EXIST:
    case FR_WRITE_PROTECTED: return TCC_ERROR_PROTECTED;
    default: return TCC_ERROR_CARD;
  }
}

int32_t tcb_card_state(void) {
  if (!blkIsInserted(&SD_CARD_DRIVER)) return TCB_CARD_OUT;
  if (blkGetDriverState(&SD_CARD_DRIVER) != BLK_READY) return TCB_CARD_NOT_MOUNTED;
  // Of a mounted volume FatFs knows the top folder without a look at the card.
  DIR top;
  if (f_opendir(&top, "/") != FR_OK) return TCB_CARD_NOT_MOUNTED;
  f_closedir(&top);
  return TCB_CARD_READY;
}

int32_t tcb_card_mount(void) {
  if (!blkIsInserted(&SD_CARD_DRIVER)) return TCC_ERROR_NO_CARD;
  if (blkGetDriverState(&SD_CARD_DRIVER) != BLK_READY && !g_disconnected) {
    // Not mounted yet, or it could not be: upstream's thread tries again in half a second.
    SdCardDetectCallback(&SD_CARD_DRIVER);
    return TCC_ERROR_CARD;
  }
  CardLock_Take();
  sdcDisconnect(&SD_CARD_DRIVER);
  // FatFs finds the drive gone and forgets all that it knows of the volume: another card may be in.
  (void)f_stat("/-", &g_entry);
  g_disconnected = sdcConnect(&SD_CARD_DRIVER);
  CardLock_Give();
  if (g_disconnected) return StatusOf(FR_NOT_READY);
  DIR top;
  const FRESULT result = f_opendir(&top, "/");
  if (result == FR_OK) f_closedir(&top);
  return StatusOf(result);
}

int32_t tcb_open_folder(void* context, uint32_t depth, const char* path) {
  (void)context;
  return StatusOf(f_opendir(&g_folders[depth], path[0] == '\0' ? "/" : path));
}

int32_t tcb_next_entry(void* context, uint32_t depth, tcc_entry* entry) {
  (void)context;
  const FRESULT result = f_readdir(&g_folders[depth], &g_entry);
  if (result != FR_OK) return StatusOf(result);
  if (g_entry.fname[0] == '\0') return 0;
  entry->name = g_entry.fname;
  entry->is_folder = (g_entry.fattrib & AM_DIR) != 0;
  entry->is_hidden = (g_entry.fattrib & (AM_HID | AM_SYS)) != 0;
  return 1;
}

void tcb_close_folder(void* context, uint32_t depth) {
  (void)context;
  f_closedir(&g_folders[depth]);
}

int32_t tcb_open_file(uint32_t file, const char* path, uint32_t* size) {
  const FRESULT result = f_open(&g_files[file], path, FA_READ | FA_OPEN_EXISTING);
  if (result == FR_OK) *size = (uint32_t)f_size(&g_files[file]);
  return StatusOf(result);
}

int32_t tcb_read_file(uint32_t file, uint32_t position, uint8_t* bytes, uint32_t count) {
  FIL* from = &g_files[file];
  FRESULT result = f_tell(from) == position ? FR_OK : f_lseek(from, position);
  UINT read = 0;
  if (result == FR_OK) result = f_read(from, bytes, count, &read);
  return result == FR_OK ? (int32_t)read : StatusOf(result);
}

void tcb_close_file(uint32_t file) { (void)f_close(&g_files[file]); }

int32_t tcb_append(const char* path, const uint8_t* bytes, uint32_t count) {
  FIL* to = &g_files[TCB_OTHER_FILE];
  FRESULT result = f_open(to, path, FA_WRITE | FA_OPEN_ALWAYS);
  if (result == FR_DENIED && f_stat(path, &g_entry) == FR_NO_FILE) return TCC_ERROR_FULL;  // Its folder has no room for a name.
  if (result != FR_OK) return StatusOf(result);
  const FSIZE_t before = f_size(to);
  UINT written = 0;
  result = f_lseek(to, before);
  if (result == FR_OK) result = f_write(to, bytes, count, &written);
  // A full card is no error to FatFs: it writes what it can, which may be nothing.
  const bool full = result == FR_OK && written < count;
  if (full) {
    result = f_lseek(to, before);
    if (result == FR_OK) result = f_truncate(to);
  }
  const FRESULT closed = f_close(to);
  if (result == FR_OK) result = closed;
  if (result != FR_OK) return StatusOf(result);
  if (full && before == 0) (void)f_unlink(path);
  return full ? TCC_ERROR_FULL : 0;
}
