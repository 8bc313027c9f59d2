#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_MULTIPLY_CHANNELS_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_MULTIPLY_CHANNELS_H

#include <stdint.h>

#include "engine/kernels/cortex_m/columns.h"
#include "engine/kernels/cortex_m/fast_requantization.h"

namespace tinyclassify::dsp {

/// What the loop over the channels loads for each of them.
struct ChannelConstants {
  int32_t bias;  ///< Doubled where the columns are.
  ChannelScale scale;
};

/// Where and how the four codes of a channel are stored.
enum class Stores : int32_t {
  kCodes,           ///< int8, channels side by side; pixels at `offset`.
  kPlanes,          ///< Unsigned codes as int16, pixels side by side; columns and bias are doubled.
  kRectifiedPlanes  ///< The same for outputs whose zero point is -128, one instruction a code less.
};

/// Some channels at the pixels of one block, or of a row of blocks where planes are stored and there is no rest. Field
/// order is the assembly's. Pixels past the end of the output have the offset of the last one that is there; since
/// pixel 0 is stored last, the right one stays.
struct ChannelJob {
  const uint32_t* columns;
  const uint32_t* columns_end;  ///< Behind the last whole block; there is one at least.
  int32_t rest;                 ///< Taps behind that, 0 to 3.
  int32_t rest_shift;           ///< 8 * (4 - rest).
  void* output;                 ///< Of the first channel at pixel 0.
  int32_t plane_bytes;          ///< From a channel to the next; for planes.
  const ChannelConstants* channel_end;
  int32_t offset[3];  ///< Bytes from pixel 0 to pixels 1, 2 and 3; for kCodes.
  Stores stores;
  const ChannelConstants* channel;
  const int8_t* weights;  ///< Of the first channel; 4 weights at least stand before the end of any channel.
  int32_t blocks;         ///< One behind the other, in columns and planes; for kCodes 1.
};

/// Computes and stores the job's channels.
/// @return the weights behind them
const int8_t* MultiplyChannels(const ChannelJob* job);

}  // namespace tinyclassify::dsp

#endif
