// The bodies of TinyClassify.Native.MemoryCard, free of the runtime's types.
#ifndef TINYCLASSIFY_INTEROP_BOARD_CARD_H_
#define TINYCLASSIFY_INTEROP_BOARD_CARD_H_

#include <cstdint>

namespace tinyclassify {
namespace board {

constexpr uint32_t kListFactCount = 3;
constexpr int32_t kMaxPictures = 10000;

/// A path as C# hands it over: its first `bytes` bytes of `capacity`.
struct PathBytes {
  const uint8_t* text;
  uint32_t capacity;
  int32_t bytes;
};

int32_t BeginList(PathBytes folder, int32_t limit);
int32_t ContinueList(int32_t entries);
int32_t ListFacts(int32_t* facts, uint32_t fact_count);
int32_t PathAt(int32_t index, uint8_t* path, uint32_t capacity);
int32_t FindPath(PathBytes path);
int32_t FileSize(PathBytes path);
int32_t ReadFile(PathBytes path, int32_t position, uint8_t* bytes, uint32_t capacity, int32_t count);
int32_t AppendToFile(PathBytes path, const uint8_t* bytes, uint32_t capacity, int32_t count);
int32_t StatusText(int32_t status, uint8_t* text, uint32_t capacity);

/// Opens a file of the card, mounting the card again where it failed before.
/// @param size  receives the file's bytes
int32_t OpenFile(uint32_t file, PathBytes path, uint32_t* size);

/// Keeps in mind that the card failed.
/// @return the status
int32_t NoteCardStatus(int32_t status);

}  // namespace board
}  // namespace tinyclassify

#endif  // TINYCLASSIFY_INTEROP_BOARD_CARD_H_
