#include "board_card.h"

#include <cstring>

#include "board_memory.h"
#include "board_port.h"

namespace tinyclassify {
namespace board {
namespace {

alignas(TC_ALIGNMENT) TC_IN_SDRAM uint8_t g_list_memory[kListBytes];
tcc_list* g_list;    // nullptr until the first BeginList.
bool g_card_failed;  // The card may have been pulled and put back unnoticed: mount it before it is used again.

bool IsPath(PathBytes path, int32_t least) {
  return path.bytes >= least && path.bytes <= TCC_MAX_PATH && static_cast<uint32_t>(path.bytes) <= path.capacity;
}

TC_IN_SDRAM char g_path[TCC_MAX_PATH + 1];

// Terminated; good until the next call.
const char* Terminated(PathBytes path) {
  std::memcpy(g_path, path.text, static_cast<size_t>(path.bytes));
  g_path[path.bytes] = '\0';
  return g_path;
}

int32_t MountAgain() {
  if (!g_card_failed) return TC_OK;
  tcb_keep_alive();  // A card may take a second to answer.
  const int32_t status = tcb_card_mount();
  g_card_failed = status == TCC_ERROR_CARD;
  return status;
}

}  // namespace

int32_t NoteCardStatus(int32_t status) {
  if (status == TCC_ERROR_CARD) g_card_failed = true;
  return status;
}

int32_t BeginList(PathBytes folder, int32_t limit) {
  if (g_list != nullptr) tcc_list_stop(g_list);
  g_list = nullptr;
  if (!IsPath(folder, 0) || limit < 1 || limit > kMaxPictures) return TC_ERROR_ARGUMENT;
  const int32_t mounted = MountAgain();
  if (mounted < 0) return mounted;
  const tcc_volume volume{nullptr, tcb_open_folder, tcb_next_entry, tcb_close_folder};
  return tcc_list_begin(g_list_memory, kListBytes, static_cast<uint32_t>(limit), &volume,
                        reinterpret_cast<const char*>(folder.text), static_cast<uint32_t>(folder.bytes), &g_list);
}

int32_t ContinueList(int32_t entries) {
  if (g_list == nullptr || entries < 1) return TC_ERROR_ARGUMENT;
  return NoteCardStatus(tcc_list_continue(g_list, static_cast<uint32_t>(entries)));
}

int32_t ListFacts(int32_t* facts, uint32_t fact_count) {
  if (fact_count < kListFactCount) return TC_ERROR_ARGUMENT;
  tcc_facts found{0, 0, 0};
  if (g_list != nullptr) tcc_list_facts(g_list, &found);
  facts[0] = static_cast<int32_t>(found.count);
  facts[1] = static_cast<int32_t>(found.left_out);
  facts[2] = static_cast<int32_t>(found.entries);
  return TC_OK;
}

int32_t PathAt(int32_t index, uint8_t* path, uint32_t capacity) {
  if (g_list == nullptr || index < 0) return TC_ERROR_ARGUMENT;
  const char* text;
  const int32_t bytes = tcc_list_path(g_list, static_cast<uint32_t>(index), &text);
  if (bytes < 0) return bytes;
  const uint32_t count = static_cast<uint32_t>(bytes) < capacity ? static_cast<uint32_t>(bytes) : capacity;
  std::memcpy(path, text, count);
  return static_cast<int32_t>(count);
}

int32_t FindPath(PathBytes path) {
  if (g_list == nullptr || !IsPath(path, 1)) return TC_ERROR_ARGUMENT;
  return tcc_list_find(g_list, reinterpret_cast<const char*>(path.text), static_cast<uint32_t>(path.bytes));
}

int32_t OpenFile(uint32_t file, PathBytes path, uint32_t* size) {
  if (!IsPath(path, 1)) return TC_ERROR_ARGUMENT;
  const int32_t mounted = MountAgain();
  if (mounted < 0) return mounted;
  return NoteCardStatus(tcb_open_file(file, Terminated(path), size));
}

int32_t FileSize(PathBytes path) {
  uint32_t size = 0;
  const int32_t status = OpenFile(TCB_OTHER_FILE, path, &size);
  if (status < 0) return status;
  tcb_close_file(TCB_OTHER_FILE);
  return size < INT32_MAX ? static_cast<int32_t>(size) : INT32_MAX;
}

int32_t ReadFile(PathBytes path, int32_t position, uint8_t* bytes, uint32_t capacity, int32_t count) {
  if (position < 0 || count < 0 || static_cast<uint32_t>(count) > capacity) return TC_ERROR_ARGUMENT;
  uint32_t size = 0;
  const int32_t status = OpenFile(TCB_OTHER_FILE, path, &size);
  if (status < 0) return status;
  const int32_t read = static_cast<uint32_t>(position) >= size
                           ? 0
                           : tcb_read_file(TCB_OTHER_FILE, static_cast<uint32_t>(position), bytes, static_cast<uint32_t>(count));
  tcb_close_file(TCB_OTHER_FILE);
  return NoteCardStatus(read);
}

int32_t AppendToFile(PathBytes path, const uint8_t* bytes, uint32_t capacity, int32_t count) {
  if (!IsPath(path, 1) || count < 0 || static_cast<uint32_t>(count) > capacity) return TC_ERROR_ARGUMENT;
  const int32_t mounted = MountAgain();
  if (mounted < 0) return mounted;
  tcb_keep_alive();  // A card may take some time to erase.
  return NoteCardStatus(tcb_append(Terminated(path), bytes, static_cast<uint32_t>(count)));
}

int32_t StatusText(int32_t status, uint8_t* text, uint32_t capacity) {
  const char* sentence = tcc_status_text(status);
  const size_t bytes = std::strlen(sentence);
  const size_t count = bytes < capacity ? bytes : capacity;
  std::memcpy(text, sentence, count);
  return static_cast<int32_t>(count);
}

}  // namespace board
}  // namespace tinyclassify
