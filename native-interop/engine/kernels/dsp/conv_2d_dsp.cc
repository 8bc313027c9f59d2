#include "engine/kernels/dsp/conv_2d_dsp.h"

#include <string.h>

#include "engine/kernels/dsp/block_convolution.h"
#include "engine/kernels/dsp/columns.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kMostTaps = 1 << 24;  // Their columns stay far below 2^31 bytes.
constexpr uint32_t kPatchSlack = 4;  // The last block of a patch, filled up.

uint32_t TableBytes(const Conv2D& conv) {
  return conv.keeps_constants
             ? static_cast<uint32_t>(conv.output_channels) * static_cast<uint32_t>(sizeof(ChannelConstants))
             : 0;
}

}  // namespace

bool Conv2DDspTakes(const Conv2D& conv) {
  if (conv.window.dilation_height != 1 || conv.window.dilation_width != 1) return false;
  const int32_t taps = conv.window.kernel_height * conv.window.kernel_width * conv.input_channels;
  return taps >= 4 && taps <= kMostTaps;
}

uint32_t Conv2DDspScratchBytes(const Conv2D& conv, bool with_add) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const uint32_t patch_bytes = conv.input_channels % 4 != 0 ? static_cast<uint32_t>(shape.Taps()) + kPatchSlack : 0;
  return ColumnBytes(shape.Taps()) + TableBytes(conv) + patch_bytes +
         (with_add ? static_cast<uint32_t>(kPixels * conv.output_channels) : 0);
}

void Conv2DDsp(const Conv2D& conv, const Buffers& buffers) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const int32_t taps = shape.Taps();
  const int32_t channels = conv.output_channels;
  auto* columns = static_cast<uint32_t*>(buffers.scratch);
  auto* table = reinterpret_cast<ChannelConstants*>(static_cast<int8_t*>(buffers.scratch) + ColumnBytes(taps));
  auto* codes = reinterpret_cast<int8_t*>(table) + TableBytes(conv);
  auto* patch = codes + (conv.add != nullptr ? kPixels * channels : 0);
  if (conv.keeps_constants) FillChannels(conv, Inputs::kDistances, 0, channels, table);
  BlockConvolution block(conv, conv.keeps_constants ? table : nullptr, codes, buffers);
  const int32_t pixels = conv.window.output_height * conv.window.output_width;
  int32_t y = 0;
  int32_t x = 0;
  // Pixels past the end repeat old columns; but there must be old columns.
  if (pixels < kPixels) memset(columns, 0, ColumnBytes(taps));
  for (int32_t first = 0; first < pixels; first += kPixels) {
    const int32_t count = pixels - first < kPixels ? pixels - first : kPixels;
    for (int32_t p = 0; p < count; ++p) {
      WriteColumn(shape, buffers.input, y, x, p, patch, columns);
      if (++x == conv.window.output_width) {
        x = 0;
        ++y;
      }
    }
    block.Run(columns, count, first * channels);
  }
  Conv2DOddChannels(conv, buffers);
}

}  // namespace tinyclassify
