#include <new>

#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/prepare_window.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {
namespace {

bool PreparePool2D(const PrepareContext& context, const Node& node, bool is_mean, Operator* op) {
  namespace field = schema::pool_2d;
  Tensor input, output;
  Pool2D& pool = *new (&op->parameters.pool_2d) Pool2D();
  const Flatbuffer& reader = context.file.flatbuffer();
  const WindowTaps taps = {reader.Int32(node.options, field::kFilterH, 0),
                           reader.Int32(node.options, field::kFilterW, 0), 1, 1};
  if (!ReadEnds(context, node, {schema::kPool2DOptions, 1, 1}, &input, &output) ||
      !CheckSameQuantization(context, input, output) ||
      !CheckEqual(context, "channels of the output", output.dims[3], input.dims[3]) ||
      !PrepareWindow(context, node.options, taps, input, output, &pool.window) ||
      !ReadActivationRange(context, node, field::kActivation, output, &pool.activation_min, &pool.activation_max)) {
    return false;
  }
  // Bounds the sum of a mean: 128 * 2^24 = 2^31 stays above any sum of fewer taps.
  const int32_t count = taps.kernel_height * taps.kernel_width;  // Each fits 15 bits.
  if (count >= 1 << 24) return context.diagnosis().Unsupported("taps of a pool", count, (1 << 24) - 1);
  pool.channels = static_cast<int16_t>(input.dims[3]);
  pool.is_mean = is_mean;
  op->run = RunKernel<Pool2D, &Parameters::pool_2d, Pool2DReference>;
  return true;
}

}  // namespace

bool PrepareAveragePool2D(const PrepareContext& context, const Node& node, Operator* op, MemoryWish*) {
  return PreparePool2D(context, node, true, op);
}

bool PrepareMaxPool2D(const PrepareContext& context, const Node& node, Operator* op, MemoryWish*) {
  return PreparePool2D(context, node, false, op);
}

}  // namespace tinyclassify
