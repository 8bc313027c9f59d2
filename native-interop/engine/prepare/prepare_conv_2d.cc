#include <new>

#include "engine/kernels/dsp/conv_2d_dsp.h"
#include "engine/kernels/x86/conv_2d_avx2.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/prepare_convolution.h"

namespace tinyclassify {
namespace {

// Below this number of taps it costs too much to work a channel's constants out again for each block of pixels.
constexpr int32_t kManyTaps = 128;

}  // namespace

void WishForConv2D(bool with_add, Conv2D* conv, MemoryWish* wish) {
  conv->keeps_constants = true;
  wish->large_scratch_bytes = Conv2DDspScratchBytes(*conv, with_add);
  conv->keeps_constants = conv->window.kernel_height * conv->window.kernel_width * conv->input_channels < kManyTaps;
  wish->scratch_bytes = Conv2DDspScratchBytes(*conv, with_add);
}

bool PrepareConv2D(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  namespace field = schema::conv_2d;
  constexpr ConvolutionFormat kFormat = {schema::kConv2DOptions, field::kActivation, field::kDilationW, 0};
  static_assert(field::kDilationH == field::kDilationW + 1, "the height follows the width");
  WeightedLayer layer;
  Conv2D& conv = *new (&op->parameters.conv_2d) Conv2D();
  if (!PrepareConvolution(context, node, kFormat, &layer, &conv.window, &conv.requantization)) return false;
  if (layer.weights.dims[3] != layer.input.dims[3]) {
    return context.diagnosis().Unsupported("input channels of the weights (no grouped convolution)",
                                           layer.weights.dims[3], layer.input.dims[3]);
  }
  FillConv2D(layer, layer.input.dims[3], &conv);
  op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DReference>;
  if (context.dsp && Conv2DDspTakes(conv)) {
    op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DDsp>;
    WishForConv2D(false, &conv, wish);
  }
#if TC_HAS_AVX2
  if (context.x86 && HasAvx2() && Conv2DAvx2Takes(conv)) {
    op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DAvx2>;
    wish->scratch_bytes = Conv2DAvx2ScratchBytes(conv);
  }
#endif
  return true;
}

}  // namespace tinyclassify
