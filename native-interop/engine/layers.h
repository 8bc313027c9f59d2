#ifndef TINYCLASSIFY_ENGINE_LAYERS_H
#define TINYCLASSIFY_ENGINE_LAYERS_H

#include <stdint.h>

#include "engine/requantization.h"
#include "engine/rounding.h"

namespace tinyclassify {

// What each kind of layer is told besides its buffers. It lies in RAM once an operator: zeros, until Prepare has filled in all.

struct Operator;

/// How a convolution or a pool slides over its input. 16 bits a field: it lies in RAM once an operator, and Prepare
/// refuses anything larger than 32767.
struct Window {
  int16_t input_height;
  int16_t input_width;
  int16_t output_height;
  int16_t output_width;
  int16_t kernel_height;
  int16_t kernel_width;
  int16_t stride_height;
  int16_t stride_width;
  int16_t dilation_height;
  int16_t dilation_width;
  int16_t pad_top;   ///< Rows of padding above the input.
  int16_t pad_left;  ///< Columns of padding left of the input.
};

/// CONV_2D, int8, and FULLY_CONNECTED, whose inputs are the channels of one pixel. acc[y, x, o] = bias[o] + sum over
/// taps and channels of (input - input_zero_point) * weight.
struct Conv2D {
  Window window;
  int32_t input_channels;
  int32_t output_channels;
  int32_t input_zero_point;  ///< [-128, 127]. Padding counts as this value, so it adds nothing.
  const int8_t* weights;     ///< [output_channels, kernel_height, kernel_width, input_channels], any alignment.
  const int32_t* bias;       ///< [output_channels], 4-byte aligned, or null for none.
  Requantization requantization;
  /// ADD behind it that is fused with it: then the convolution's own output is never stored. Null for none; the plain kernel
  /// fuses none.
  const Operator* add;
  bool adds_to_second;   ///< The convolution is the ADD's second input.
  bool keeps_constants;  ///< All channels' constants stand in scratch, rather than a few at a time.
};

/// DEPTHWISE_CONV_2D, int8. Output channel c reads input channel c / depth_multiplier only.
struct DepthwiseConv2D {
  Window window;
  int16_t input_channels;
  int16_t depth_multiplier;  ///< Output channels = input_channels * depth_multiplier.
  int32_t input_zero_point;  ///< [-128, 127]. Padding counts as this value, so it adds nothing.
  const int8_t* weights;     ///< [kernel_height, kernel_width, output channels], any alignment.
  const int32_t* bias;       ///< [output channels], 4-byte aligned, or null for none.
  Requantization requantization;
};

/// DEPTHWISE_CONV_2D by itself, or expansion, depthwise 3x3, projection and its ADD that run as one, row by row. The parts are
/// operators of the same model, linked when they are fused.
struct InvertedResidual {
  DepthwiseConv2D depthwise;
  const Operator* expansion;   ///< CONV_2D, 1x1, right before it; or null.
  const Operator* projection;  ///< CONV_2D, 1x1, right behind it; or null. It may have its ADD.
  int16_t group;               ///< Channels that are expanded and filtered before the next; a multiple of 4.
  bool keeps_constants;        ///< All channels' constants stand in scratch, rather than a group's at a time.
};

/// How the two inputs of an elementwise operator meet where their shapes differ: NHWC of the output, and for each input
/// the elements from an index to the next, 0 along a dimension of 1.
struct Broadcast {
  int32_t dims[4];
  int32_t first_step[4];
  int32_t second_step[4];
};

/// ADD, SUB and MUL, int8. For sums and differences both inputs are brought to the scale 2 * max(scale1, scale2) with 20
/// more bits, added, and brought to the output's scale. Bounds: |input - zero_point| <= 255, times 2^20 is below 2^28; both
/// factors are at most 1/2, so the sum is below 2^28 too. A product (input - zero_point) * (second - zero_point) is below
/// 2^16, and needs the output's factor alone.
struct Add {
  int32_t size;  ///< Elements of the output.
  int32_t input_zero_point;
  int32_t second_zero_point;
  int32_t output_zero_point;
  Multiplier input_multiplier;   ///< At most 1/2.
  Multiplier second_multiplier;  ///< At most 1/2.
  Multiplier output_multiplier;  ///< Below 1; of MUL, below 2^14.
#if TC_FLOAT_ROUNDING
  SumFactors factors;    ///< LiteRT's way, where it takes the scales.
  float product_factor;  ///< The same of MUL; 0 where it does not take them.
#endif
  const Broadcast* broadcast;  ///< Null where both inputs have the output's shape.
  int8_t activation_min;
  int8_t activation_max;

  static constexpr int32_t kLeftShift = 20;
};

/// AVERAGE_POOL_2D and MAX_POOL_2D, int8; input and output have the same scale and zero point. Padding is left out: the
/// mean is over the taps inside the input, and there is one at least.
struct Pool2D {
  Window window;
  int16_t channels;
  bool is_mean;  ///< Or else the greatest.
  int8_t activation_min;
  int8_t activation_max;
};

/// MEAN, int8, over any dimensions. Each output is round((sum - count * input_zero_point) * input_scale / (count *
/// output_scale)) + output_zero_point.
struct Mean {
  int32_t kept[4];     ///< NHWC of the input, 1 where the mean is taken over the dimension.
  int32_t reduced[4];  ///< The other way round.
  int32_t step[4];     ///< Elements of the input from an index to the next.
  int32_t bias;        ///< -count * input_zero_point.
  int32_t output_zero_point;
#if TC_FLOAT_ROUNDING
  float factor;  ///< LiteRT rounds sum * factor + float_bias to even: the zero points before rounding.
  float float_bias;
#endif
  Multiplier multiplier;  ///< The sum times 2^max(shift, 0) fits int32: Prepare proves it.
};

/// SOFTMAX, int8 to int8 with output scale 1/256 and zero point -128, and LOG_SOFTMAX with 1/16 and 127; in fixed point as
/// TFLM defines them: bit for bit. In float rounding SOFTMAX is LiteRT's, in float32.
struct Softmax {
  int32_t rows;
  int32_t depth;                ///< Values that share one sum, [1, 4095]: their sum of exponentials is Q12.19.
  Multiplier input_multiplier;  ///< beta * input_scale * 2^26: from input steps to Q5.26. Above 1.
  int32_t difference_min;       ///< Inputs further below the greatest than this count as exp = 0.
#if TC_FLOAT_ROUNDING
  float step;  ///< beta * input_scale.
#endif
};

/// Operators of one int8 input that give each code another one, wherever it stands: RELU and its kin, LEAKY_RELU, LOGISTIC,
/// HARD_SWISH, RSQRT, QUANTIZE. What they compute was computed when the model was opened.
struct Lookup {
  int32_t size;         ///< Elements.
  const int8_t* table;  ///< [256], of the codes from -128 on.
};

/// One input of CONCATENATION, or one output of SPLIT.
struct Part {
  int8_t* data;   ///< Where it lies; an input of CONCATENATION is only read.
  int32_t bytes;  ///< That lie side by side in the whole.
};

/// CONCATENATION and SPLIT, int8: moves codes. The whole is buffers.output or buffers.input.
struct Parts {
  Part* parts;  ///< [count], in their order along the axis.
  int32_t count;
  int32_t rounds;  ///< Indices of the dimensions before the axis.
};

/// STRIDED_SLICE, int8: moves codes.
struct Slice {
  int32_t count[4];  ///< NHWC of the output.
  int32_t step[4];   ///< Elements of the input from an index of the output to the next.
  int32_t start;     ///< Element of the input.
};

/// PAD, int8 NHWC: puts the input into a larger box filled with the output's zero point, the code of real 0.
struct Pad {
  uint32_t input[3];   ///< Height, width, channels.
  uint32_t before[3];  ///< Padding before each.
  uint32_t after[3];   ///< Padding behind each.
  int8_t value;
};

}  // namespace tinyclassify

#endif
