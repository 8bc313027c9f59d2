#ifndef TINYCLASSIFY_ENGINE_PREPARE_PREPARE_CONVOLUTION_H
#define TINYCLASSIFY_ENGINE_PREPARE_PREPARE_CONVOLUTION_H

#include <stdint.h>

#include "engine/kernels/requantization.h"
#include "engine/kernels/window.h"
#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_weights.h"

namespace tinyclassify {

/// Where CONV_2D and DEPTHWISE_CONV_2D differ in the file.
struct ConvolutionFormat {
  schema::OptionsType options_type;
  uint32_t activation_field;
  uint32_t dilation_field;  ///< Of the width; the height's is the next.
  uint32_t channel_axis;    ///< Dimension of the weights that counts output channels.
};

/// Reads and checks all that the two have in common: tensors, options, window, factors, activation.
bool PrepareConvolution(const PrepareContext& context, const Node& node, const ConvolutionFormat& format,
                        WeightedLayer* layer, Window* window, Requantization* requantization);

}  // namespace tinyclassify

#endif
