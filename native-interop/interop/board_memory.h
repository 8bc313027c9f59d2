// What the classifier takes of the board's memory. All of it is static: a firmware that links has it.
#ifndef TINYCLASSIFY_INTEROP_BOARD_MEMORY_H_
#define TINYCLASSIFY_INTEROP_BOARD_MEMORY_H_

#include <cstdint>

// The target says where these go, e.g. -DTC_IN_SDRAM='__attribute__((section(".sdram")))'. Neither needs to be zeroed.
#ifndef TC_IN_SDRAM
#define TC_IN_SDRAM
#endif
#ifndef TC_IN_SRAM
#define TC_IN_SRAM
#endif

namespace tinyclassify {
namespace board {

// device/virtual-board/application/Native/BoardMemory.cs has the same sizes, and a test compares them: what does not
// fit the board does not fit the virtual one either.
#ifdef TC_MODEL_MEMORY_KB  // A board that has less to give.
constexpr uint32_t kModelMemoryBytes = TC_MODEL_MEMORY_KB * 1024;
#else
constexpr uint32_t kModelMemoryBytes = 240 * 1024;  // SRAM1, whole: a model's state and arena.
#endif
constexpr uint32_t kWorkspaceBytes = 1536 * 1024;  // SDRAM: decoding a picture.
constexpr uint32_t kModelSlotBytes = 768 * 1024;   // SDRAM: a model of the card, for as long as it is open.
constexpr uint32_t kListBytes = 768 * 1024;        // SDRAM: the list of the card's pictures.
constexpr uint32_t kPreviewPixels = 480 * 272;     // SDRAM, RGB565: a picture's preview until it is done.

}  // namespace board
}  // namespace tinyclassify

#endif  // TINYCLASSIFY_INTEROP_BOARD_MEMORY_H_
