// The bodies of TinyClassify.Native.Engine, free of the runtime's types: what the board does with tinyclassify.h.
#ifndef TINYCLASSIFY_INTEROP_BOARD_RUNTIME_H_
#define TINYCLASSIFY_INTEROP_BOARD_RUNTIME_H_

#include <cstdint>

#include "board_card.h"
#include "tinyclassify.h"

namespace tinyclassify {
namespace board {

/// Raised with Engine.InterfaceVersion of the C# face.
constexpr int32_t kInterfaceVersion = 2;

/// Places in the arrays, as in ModelFact.cs and PictureFact.cs.
constexpr uint32_t kModelFactCount = 8;
constexpr uint32_t kTopCount = 3;
constexpr uint32_t kPictureFactCount = 3 + 3 * kTopCount;

/// All results are 0 or more, or a negative tc_status; ErrorText then has the sentence.
int32_t OpenBuiltInModel();
int32_t DescribeModel(int32_t* facts, uint32_t fact_count);
int32_t ModelName(uint8_t* text, uint32_t capacity);
int32_t Label(int32_t class_index, uint8_t* text, uint32_t capacity);
/// @param pixel_bytes   bytes that frame.pixels holds
/// @param preview       0 by 0 pixels for none
/// @param preview_size  pixels that preview.pixels holds
int32_t ClassifyFrame(const tc_frame& frame, uint32_t pixel_bytes, const tc_preview& preview, uint32_t preview_size,
                      int32_t* results, uint32_t result_count);
int32_t ErrorText(uint8_t* text, uint32_t capacity);

/// All results as above, or a negative tcc_status.
int32_t LoadModel(PathBytes path);
int32_t BeginPicture(PathBytes path, int32_t width, int32_t height);
/// @return 0: done. 1 .. 1000: thousandths of the file that are read; call again. Negative: given up.
int32_t ContinuePicture(uint16_t* pixels, uint32_t pixel_count, int32_t* results, uint32_t result_count);
int32_t CancelPicture();

// What the two halves, board_runtime.cc and board_picture.cc, share.

/// The open model, or nullptr.
tc_model* OpenedModel();
/// Keeps what went wrong for ErrorText.
int32_t Fail(int32_t status, int64_t seen, int64_t expected, const char* what);
tc_diagnostic* LastDiagnostic();
/// kWorkspaceBytes.
uint8_t* Workspace();
/// Fills the results of a picture.
int32_t Report(const tc_picture_ticks& microseconds, int32_t* results);

}  // namespace board
}  // namespace tinyclassify

#endif  // TINYCLASSIFY_INTEROP_BOARD_RUNTIME_H_
