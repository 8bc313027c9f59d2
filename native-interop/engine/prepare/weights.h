#ifndef TINYCLASSIFY_ENGINE_PREPARE_WEIGHTS_H
#define TINYCLASSIFY_ENGINE_PREPARE_WEIGHTS_H

#include <stdint.h>

#include "engine/prepare/checks.h"

namespace tinyclassify {

/// What CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED have in common.
struct WeightedLayer {
  Tensor input;
  Tensor weights;
  Tensor bias;  ///< index -1 where there is none.
  Tensor output;
  uint32_t channels = 0;      ///< Of the output.
  uint32_t channel_axis = 0;  ///< Dimension of the weights that counts output channels; the last, or the first.

  WeightedLayer();  // Not inline, as Tensor's.
};

/// Reads and checks the four tensors by themselves: types, buffers, quantization.
bool ReadWeightedLayer(const PrepareContext& context, const Node& node, schema::OptionsType options, WeightedLayer* layer);

/// Checks the scales of weights and bias, proves that no accumulator leaves 2^30 (of a regular channel; of others int32),
/// and computes the factors. Where the file carries just these, they stay there and take no RAM. Finds the odd channels.
/// @param to  with its activation's range
/// @param scales_multiply_in_float  FULLY_CONNECTED with one scale: TFLite forms input_scale * weight_scale in float32
bool PrepareRequantization(const PrepareContext& context, const Node& node, const WeightedLayer& layer,
                           bool scales_multiply_in_float, Requantization* to);

}  // namespace tinyclassify

#endif
