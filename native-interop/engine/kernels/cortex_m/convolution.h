#ifndef TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_CONVOLUTION_H
#define TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_CONVOLUTION_H

#include <stdint.h>

#include "engine/kernels/cortex_m/multiply_channels.h"
#include "engine/operator.h"

namespace tinyclassify::dsp {

/// What the columns of a convolution hold.
enum class Inputs {
  kDistances,         ///< code - zero point; the outputs are int8.
  kDoubledDistances,  ///< Twice that; the outputs are unsigned codes, for planes.
  kUnsignedCodes      ///< code + 128, of one tap; the outputs are int8.
};

/// The constants of `count` channels from `first` on.
void FillChannels(const Conv2D& conv, Inputs inputs, int32_t first, int32_t count, ChannelConstants* channels);

/// The same of distances, of any layer with bias (null for none) and factors. @param doublings  0 or 1: of the columns
void FillConstants(const int32_t* bias, const Requantization& to, int32_t doublings, int32_t first, int32_t count,
                   ChannelConstants* channels);

/// What a convolution does with the columns of a block of pixels: all its channels, its activation, its ADD.
class BlockConvolution {
 public:
  /// @param table    constants of all channels; null has them worked out for each block, a few at a time, of distances
  /// @param codes    scratch, int8 [kPixels, output_channels], with an ADD
  /// @param buffers  where the ADD's other input and the output lie; both may be one place
  BlockConvolution(const Conv2D& conv, const ChannelConstants* table, int8_t* codes, const Buffers& buffers);

  /// @param pixels  that are there: kPixels, or fewer in the last block
  /// @param start   of the block in the output
  void Run(const uint32_t* columns, int32_t pixels, int32_t start);

 private:
  void SetPixels(int32_t pixels);
  void MultiplyFew(int8_t* codes) const;

  const Conv2D& conv_;
  const Buffers& buffers_;
  int8_t* const codes_;
  int32_t block_words_;
  ChannelJob job_;
};

/// `count` elements of an ADD, whatever its size; the output may be the place of either input.
void AddCodes(const Add& add, const int8_t* first, const int8_t* second, int32_t count, int8_t* output);

}  // namespace tinyclassify::dsp

#endif
