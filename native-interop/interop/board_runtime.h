// The bodies of TinyClassify.Native.Engine, free of the runtime's types: what the board does with tinyclassify.h.
#ifndef TINYCLASSIFY_INTEROP_BOARD_RUNTIME_H_
#define TINYCLASSIFY_INTEROP_BOARD_RUNTIME_H_

#include <cstdint>

namespace tinyclassify {
namespace board {

/// Raised with Engine.InterfaceVersion of the C# face.
constexpr int32_t kInterfaceVersion = 1;

/// Places in the arrays, as in ModelFact.cs and PictureFact.cs.
constexpr uint32_t kModelFactCount = 8;
constexpr uint32_t kTopCount = 3;
constexpr uint32_t kPictureFactCount = 3 + 3 * kTopCount;

/// All results are 0 or more, or a negative tc_status; ErrorText then has the sentence.
/// @param bytes  of the whole file
int32_t BeginFile(int32_t bytes);
int32_t AppendFile(const uint8_t* chunk, uint32_t chunk_bytes, int32_t count);
int32_t OpenBuiltInModel();
int32_t OpenModelFile();
int32_t DescribeModel(int32_t* facts, uint32_t fact_count);
int32_t ModelName(uint8_t* text, uint32_t capacity);
int32_t Label(int32_t class_index, uint8_t* text, uint32_t capacity);
/// @param pixels  RGB565, pixel_count of them
int32_t ClassifyPicture(uint16_t* pixels, uint32_t pixel_count, int32_t width, int32_t height, int32_t* results,
                        uint32_t result_count);
int32_t ErrorText(uint8_t* text, uint32_t capacity);

}  // namespace board
}  // namespace tinyclassify

#endif  // TINYCLASSIFY_INTEROP_BOARD_RUNTIME_H_
