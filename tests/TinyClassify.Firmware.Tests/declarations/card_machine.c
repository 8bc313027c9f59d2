// FatFs, the SD driver and the socket as classifier_card.c sees them, in memory: files of a flat card, room that ends, a card
// that does not answer until it is connected again. The tests reach in through the functions at the end.
#include <string.h>

#include "board_port.h"

enum { kFiles = 16, kBytes = 4096, kHere = 0 };

static struct { char name[64]; uint8_t bytes[kBytes]; FSIZE_t size; uint8_t attributes; int used; } g_files[kFiles];
static bool g_inserted, g_lost, g_mounted;  // Lost: it was pulled and put back, and knows of nothing.
static FSIZE_t g_room;
static int g_connects, g_detects, g_fail_in;
static blkstate_t g_state;
SDCDriver SDCD1;

static FRESULT Access(void) {
  if (g_fail_in > 0 && --g_fail_in == 0) return FR_DISK_ERR;
  if (g_state != BLK_READY) {
    g_mounted = false;
    return FR_NOT_READY;
  }
  if (!g_inserted || g_lost) return FR_DISK_ERR;
  g_mounted = true;
  return FR_OK;
}

static int Find(const char* name) {
  for (int i = 0; i < kFiles; ++i) {
    if (g_files[i].used && strcmp(g_files[i].name, name) == 0) return i;
  }
  return -1;
}

bool blkIsInserted(SDCDriver* card) { return (void)card, g_inserted; }
blkstate_t blkGetDriverState(SDCDriver* card) { return (void)card, g_state; }
bool sdcDisconnect(SDCDriver* card) {
  (void)card;
  g_state = BLK_ACTIVE;
  return false;
}
bool sdcConnect(SDCDriver* card) {
  (void)card;
  ++g_connects;
  if (!g_inserted || g_mounted) return true;  // FatFs must have forgotten the volume by then.
  g_lost = false;
  g_state = BLK_READY;
  return false;
}
void SdCardDetectCallback(void* argument) {
  (void)argument;
  ++g_detects;
}
void CardLock_Take(void) {}
void CardLock_Give(void) {}

FSIZE_t f_size(FIL* file) { return g_files[file->file].size; }
FRESULT f_open(FIL* file, const char* path, uint8_t mode) {
  const FRESULT result = Access();
  if (result != FR_OK) return result;
  int at = Find(path);
  if (at >= 0 && (mode & FA_WRITE) && (g_files[at].attributes & 1)) return FR_DENIED;
  for (int i = 0; at < 0 && i < kFiles && (mode & FA_OPEN_ALWAYS); ++i) {
    if (g_files[i].used) continue;
    at = i;
    memset(&g_files[i], 0, sizeof(g_files[i]));
    g_files[i].used = 1;
    strncpy(g_files[i].name, path, sizeof(g_files[i].name) - 1);
  }
  if (at < 0) return mode & FA_OPEN_ALWAYS ? FR_DENIED : FR_NO_FILE;
  file->file = at;
  file->position = 0;
  return FR_OK;
}
FRESULT f_close(FIL* file) { return (void)file, Access(); }
FRESULT f_read(FIL* file, void* bytes, UINT count, UINT* read) {
  const FSIZE_t rest = f_size(file) - file->position;
  *read = count < rest ? count : rest;
  memcpy(bytes, g_files[file->file].bytes + file->position, *read);
  file->position += *read;
  return Access();
}
FRESULT f_write(FIL* file, const void* bytes, UINT count, UINT* written) {
  *written = count < g_room ? count : g_room;
  g_room -= *written;
  memcpy(g_files[file->file].bytes + file->position, bytes, *written);
  file->position += *written;
  if (file->position > f_size(file)) g_files[file->file].size = file->position;
  return Access();
}
FRESULT f_lseek(FIL* file, FSIZE_t position) {
  file->position = position;
  return Access();
}
FRESULT f_truncate(FIL* file) {
  g_room += f_size(file) - file->position;
  g_files[file->file].size = file->position;
  return Access();
}
FRESULT f_opendir(DIR* folder, const char* path) {
  folder->next = 0;
  if (strcmp(path, "/") != 0) return FR_NO_PATH;
  return g_mounted && g_state == BLK_READY ? FR_OK : Access();
}
FRESULT f_readdir(DIR* folder, FILINFO* entry) {
  const FRESULT result = Access();
  if (result != FR_OK) return result;
  while (folder->next < kFiles && !g_files[folder->next].used) ++folder->next;
  entry->fname[0] = '\0';
  if (folder->next == kFiles) return FR_OK;
  strcpy(entry->fname, g_files[folder->next].name);
  entry->fattrib = g_files[folder->next++].attributes;
  return FR_OK;
}
FRESULT f_closedir(DIR* folder) { return (void)folder, FR_OK; }
FRESULT f_stat(const char* path, FILINFO* entry) {
  (void)entry;
  const FRESULT result = Access();
  return result != FR_OK ? result : Find(path) < 0 ? FR_NO_FILE : FR_OK;
}
FRESULT f_unlink(const char* path) {
  const FRESULT result = Access();
  if (result == FR_OK) g_files[Find(path)].used = 0;
  return result;
}

void Machine_Insert(uint32_t room) {
  memset(g_files, 0, sizeof(g_files));
  g_inserted = g_mounted = true;
  g_lost = false;
  g_state = BLK_READY;
  g_room = room;
  g_connects = g_detects = g_fail_in = 0;
}
void Machine_Pull(void) { g_inserted = false; }
void Machine_Flick(void) { g_lost = true; }
void Machine_Unmount(void) {
  g_state = BLK_ACTIVE;
  g_mounted = false;
}
void Machine_FailIn(int accesses) { g_fail_in = accesses; }
void Machine_Add(const char* name, uint8_t attributes) {
  FIL file;
  f_open(&file, name, FA_WRITE | FA_OPEN_ALWAYS);
  g_files[file.file].attributes = attributes;
}
int Machine_SizeOf(const char* name) { return Find(name) < 0 ? -1 : (int)g_files[Find(name)].size; }
int Machine_Connects(void) { return g_connects; }
int Machine_Detects(void) { return g_detects; }
