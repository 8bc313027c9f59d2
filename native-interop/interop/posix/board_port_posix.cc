// board_port.h on a PC: the card is the folder that the variable TINYCLASSIFY_CARD names. For nanoFramework's POSIX runtime.
#include <dirent.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "board_port.h"

namespace {

DIR* g_folders[TCC_MAX_DEPTH + 1];
std::string g_paths[TCC_MAX_DEPTH + 1];
std::string g_name;
std::FILE* g_files[TCB_FILES];

const char* Root() { return std::getenv("TINYCLASSIFY_CARD"); }
std::string FullPath(const char* path) { return std::string(Root()) + "/" + path; }

}  // namespace

extern "C" {

int32_t tcb_card_state(void) { return Root() != nullptr ? TCB_CARD_READY : TCB_CARD_OUT; }
int32_t tcb_card_mount(void) { return Root() != nullptr ? 0 : TCC_ERROR_NO_CARD; }

int32_t tcb_open_folder(void*, uint32_t depth, const char* path) {
  if (Root() == nullptr) return TCC_ERROR_NO_CARD;
  g_paths[depth] = FullPath(path);
  g_folders[depth] = opendir(g_paths[depth].c_str());
  return g_folders[depth] != nullptr ? 0 : TCC_ERROR_NOT_FOUND;
}

int32_t tcb_next_entry(void*, uint32_t depth, tcc_entry* entry) {
  const dirent* found = readdir(g_folders[depth]);
  if (found == nullptr) return 0;
  g_name = found->d_name;
  struct stat facts;
  const bool known = stat((g_paths[depth] + "/" + g_name).c_str(), &facts) == 0;
  *entry = {g_name.c_str(), known && S_ISDIR(facts.st_mode), !known};
  return 1;
}

void tcb_close_folder(void*, uint32_t depth) { closedir(g_folders[depth]); }

int32_t tcb_open_file(uint32_t file, const char* path, uint32_t* size) {
  if (Root() == nullptr) return TCC_ERROR_NO_CARD;
  g_files[file] = std::fopen(FullPath(path).c_str(), "rb");
  if (g_files[file] == nullptr) return TCC_ERROR_NOT_FOUND;
  std::fseek(g_files[file], 0, SEEK_END);
  *size = static_cast<uint32_t>(std::ftell(g_files[file]));
  return 0;
}

int32_t tcb_read_file(uint32_t file, uint32_t position, uint8_t* bytes, uint32_t count) {
  if (std::fseek(g_files[file], static_cast<long>(position), SEEK_SET) != 0) return TCC_ERROR_CARD;
  const size_t read = std::fread(bytes, 1, count, g_files[file]);
  return std::ferror(g_files[file]) ? TCC_ERROR_CARD : static_cast<int32_t>(read);
}

void tcb_close_file(uint32_t file) { std::fclose(g_files[file]); }

int32_t tcb_append(const char*, const uint8_t*, uint32_t) { return TCC_ERROR_PROTECTED; }

}  // extern "C"
