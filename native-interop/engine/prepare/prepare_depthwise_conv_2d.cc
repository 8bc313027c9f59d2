#include <new>

#include "engine/kernels/dsp/depthwise_window.h"
#include "engine/kernels/dsp/inverted_residual_dsp.h"
#include "engine/kernels/x86/depthwise_conv_2d_avx2.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/prepare_convolution.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {

void WishForInvertedResidual(bool with_add, DepthwiseConv2D* conv, MemoryWish* wish) {
  uint32_t* const bytes[] = {&wish->scratch_bytes, &wish->medium_scratch_bytes, &wish->large_scratch_bytes};
  for (int32_t size = 0; size < 3; ++size) {
    ChooseGroups(static_cast<ScratchSize>(size), conv);
    *bytes[size] = InvertedResidualDspScratchBytes(*conv, with_add);
  }
  wish->in_place = InvertedResidualDspRunsInPlace(*conv);
}

bool PrepareDepthwiseConv2D(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  namespace field = schema::depthwise_conv_2d;
  constexpr ConvolutionFormat kFormat = {schema::kDepthwiseConv2DOptions, field::kActivation, field::kDilationW, 3};
  static_assert(field::kDilationH == field::kDilationW + 1, "the height follows the width");
  WeightedLayer layer;
  DepthwiseConv2D& conv = *new (&op->parameters.depthwise_conv_2d) DepthwiseConv2D();
  // TFLite takes the multiplier from the shapes; the option only repeats it.
  if (!PrepareConvolution(context, node, kFormat, &layer, &conv.window, &conv.requantization) ||
      !CheckEqual(context, "remainder of output channels by input channels", layer.channels % layer.input.dims[3], 0) ||
      !CheckEqual(context, "first dimension of depthwise weights", layer.weights.dims[0], 1)) {
    return false;
  }
  conv.input_channels = static_cast<int16_t>(layer.input.dims[3]);
  conv.depth_multiplier = static_cast<int16_t>(layer.channels / layer.input.dims[3]);
  conv.input_zero_point = layer.input.zero_point;
  conv.weights = reinterpret_cast<const int8_t*>(layer.weights.data);
  conv.bias = reinterpret_cast<const int32_t*>(layer.bias.data);
  op->run = RunKernel<DepthwiseConv2D, &Parameters::depthwise_conv_2d, DepthwiseConv2DReference>;
  if (context.dsp && DepthwiseDspTakes(conv)) {
    op->run = RunKernel<DepthwiseConv2D, &Parameters::depthwise_conv_2d, InvertedResidualDsp>;
    WishForInvertedResidual(false, &conv, wish);
  } else if (context.dsp && DepthwiseWindowTakes(conv)) {
    op->run = RunKernel<DepthwiseConv2D, &Parameters::depthwise_conv_2d, DepthwiseWindowDsp>;
  }
#if TC_HAS_AVX2
  if (context.x86 && HasAvx2() && DepthwiseConv2DAvx2Takes(conv)) {
    op->run = RunKernel<DepthwiseConv2D, &Parameters::depthwise_conv_2d, DepthwiseConv2DAvx2>;
    wish->scratch_bytes = DepthwiseConv2DAvx2ScratchBytes(conv);
  }
#endif
  return true;
}

}  // namespace tinyclassify
