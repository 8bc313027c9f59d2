#include <cstring>
#include <new>

#include "path_list.h"
#include "tc_card.h"

using tinyclassify::card::ComparePaths;
using tinyclassify::card::PathList;

namespace {

enum Phase : uint32_t { kWalking, kDone, kStopped };

bool EndsWith(const char* name, uint32_t bytes, const char* ending) {
  const uint32_t length = static_cast<uint32_t>(std::strlen(ending));
  if (bytes <= length) return false;
  for (uint32_t i = 0; i < length; ++i) {
    const char c = name[bytes - length + i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending[i]) return false;
  }
  return true;
}

bool IsPicture(const char* name, uint32_t bytes) {
  return EndsWith(name, bytes, ".jpg") || EndsWith(name, bytes, ".jpeg") || EndsWith(name, bytes, ".png") ||
         EndsWith(name, bytes, ".bmp");
}

}  // namespace

struct tcc_list {
  tcc_volume volume;
  PathList paths;
  Phase phase;
  uint32_t depth;  // Of the folder that is being read; folders 0 .. depth are open.
  uint32_t open;   // Folders that are open.
  uint32_t entries;
  uint32_t out_of_reach;               // Pictures and folders whose path is too long, and folders that lie too deep.
  uint32_t length[TCC_MAX_DEPTH + 1];  // Bytes of the path of each open folder, its last separator included.
  char path[TCC_MAX_PATH + 1];
};

namespace {

void CloseAll(tcc_list* list) {
  while (list->open > 0) list->volume.close_folder(list->volume.context, --list->open);
}

int32_t Fail(tcc_list* list, int32_t status) {
  tcc_list_stop(list);
  return status;
}

int32_t Open(tcc_list* list, uint32_t depth, uint32_t path_bytes) {
  list->path[path_bytes] = '\0';
  const int32_t status = list->volume.open_folder(list->volume.context, depth, list->path);
  if (status < 0) return status;
  list->depth = depth;
  list->open = depth + 1;
  list->length[depth] = path_bytes;
  if (path_bytes > 0) list->path[list->length[depth]++] = '/';
  return 0;
}

// The entry's path stands in list->path afterwards, behind its folder's.
int32_t Take(tcc_list* list, const tcc_entry& entry) {
  const uint32_t bytes = static_cast<uint32_t>(std::strlen(entry.name));
  if (entry.is_hidden || bytes == 0 || entry.name[0] == '.') return 0;
  const bool is_picture = !entry.is_folder && IsPicture(entry.name, bytes);
  if (!is_picture && !entry.is_folder) return 0;
  const uint32_t at = list->length[list->depth];
  if (at + bytes >= TCC_MAX_PATH) {  // A folder's path needs a separator behind it.
    ++list->out_of_reach;
    return 0;
  }
  std::memcpy(list->path + at, entry.name, bytes);
  if (is_picture) {
    list->paths.Add(list->path, at + bytes);
    return 0;
  }
  if (list->depth < TCC_MAX_DEPTH) return Open(list, list->depth + 1, at + bytes);
  ++list->out_of_reach;
  return 0;
}

}  // namespace

int32_t tcc_list_begin(void* memory, uint32_t memory_bytes, uint32_t limit, const tcc_volume* volume, const char* folder,
                       uint32_t folder_bytes, tcc_list** list) {
  if (memory == nullptr || volume == nullptr || list == nullptr || reinterpret_cast<uintptr_t>(memory) % 8 != 0 ||
      folder_bytes >= TCC_MAX_PATH) {
    return TC_ERROR_ARGUMENT;
  }
  const uint32_t head = (static_cast<uint32_t>(sizeof(tcc_list)) + 7u) & ~7u;
  if (memory_bytes < head + 2048) return TC_ERROR_MEMORY;
  tcc_list* l = new (memory) tcc_list();
  l->volume = *volume;
  l->paths.Begin(static_cast<uint8_t*>(memory) + head, memory_bytes - head, limit);
  l->phase = kWalking;
  if (folder_bytes > 0) std::memcpy(l->path, folder, folder_bytes);
  l->length[0] = folder_bytes;
  *list = l;
  return TC_OK;
}

int32_t tcc_list_continue(tcc_list* list, uint32_t entries) {
  if (list->phase == kStopped) return TC_ERROR_ARGUMENT;
  if (list->phase == kDone) return 0;
  if (list->open == 0) {
    const int32_t status = Open(list, 0, list->length[0]);
    if (status < 0) return Fail(list, status);
  }
  for (uint32_t i = 0; i < entries; ++i) {
    tcc_entry entry;
    const int32_t found = list->volume.next_entry(list->volume.context, list->depth, &entry);
    if (found < 0) return Fail(list, found);
    if (found == 0) {
      list->volume.close_folder(list->volume.context, list->depth);
      list->open = list->depth;
      if (list->depth == 0) {
        list->paths.Sort();
        list->phase = kDone;
        return 0;
      }
      --list->depth;
      continue;
    }
    if (++list->entries > TCC_MAX_ENTRIES) return Fail(list, TCC_ERROR_CARD);
    const int32_t status = Take(list, entry);
    if (status < 0) return Fail(list, status);
  }
  return 1;
}

void tcc_list_stop(tcc_list* list) {
  CloseAll(list);
  list->paths.Begin(nullptr, 0, 0);
  list->phase = kStopped;
}

void tcc_list_facts(const tcc_list* list, tcc_facts* facts) {
  facts->count = list->paths.count();
  facts->left_out = list->paths.dropped() + list->out_of_reach;
  facts->entries = list->entries;
}

int32_t tcc_list_path(const tcc_list* list, uint32_t index, const char** path) {
  if (list->phase != kDone || index >= list->paths.count()) return TC_ERROR_ARGUMENT;
  uint32_t bytes;
  *path = list->paths.At(index, &bytes);
  return static_cast<int32_t>(bytes);
}

int32_t tcc_list_find(const tcc_list* list, const char* path, uint32_t path_bytes) {
  if (list->phase != kDone) return TC_ERROR_ARGUMENT;
  uint32_t first = 0;
  uint32_t end = list->paths.count();
  while (first < end) {
    const uint32_t middle = first + (end - first) / 2;
    uint32_t bytes;
    const char* there = list->paths.At(middle, &bytes);
    const int order = ComparePaths(there, bytes, path, path_bytes);
    if (order == 0) return static_cast<int32_t>(middle);
    if (order < 0)
      first = middle + 1;
    else
      end = middle;
  }
  return TCC_ERROR_NOT_FOUND;
}

const char* tcc_status_text(int32_t status) {
  switch (status) {
    case TCC_ERROR_NO_CARD:
      return "there is no card in the socket";
    case TCC_ERROR_CARD:
      return "the card does not answer, or is not formatted as FAT";
    case TCC_ERROR_NOT_FOUND:
      return "there is no such file on the card";
    case TCC_ERROR_FULL:
      return "the card is full";
    case TCC_ERROR_PROTECTED:
      return "the card or the file is write-protected";
    case TCC_ERROR_NOT_OPEN:
      return "no picture is being read";
    case TC_ERROR_MEMORY:
      return "too little memory";
    default:
      return "wrong argument";
  }
}
