#include <new>

#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_window.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {
namespace {

bool PreparePool2D(const PrepareContext& context, const Node& node, bool is_mean, Operator* op) {
  namespace field = schema::pool_2d;
  Tensor input, output;
  WindowOptions options;
  Pool2D& pool = *new (&op->parameters.pool_2d) Pool2D();
  const Flatbuffer& reader = context.file.flatbuffer();
  options.padding = reader.Int8(node.options, field::kPadding, schema::kSame);
  options.stride_width = reader.Int32(node.options, field::kStrideW, 0);
  options.stride_height = reader.Int32(node.options, field::kStrideH, 0);
  options.kernel_width = reader.Int32(node.options, field::kFilterW, 0);
  options.kernel_height = reader.Int32(node.options, field::kFilterH, 0);
  if (!ReadEnds(context, node, {schema::kPool2DOptions, 1, 1}, &input, &output) ||
      !CheckSameQuantization(context, input, output) ||
      !CheckEqual(context, "channels of the output", output.dims[3], input.dims[3]) ||
      !PrepareWindow(context, options, input, output, &pool.window) ||
      !ReadActivationRange(context, node, field::kActivation, output, &pool.activation_min, &pool.activation_max)) {
    return false;
  }
  // Bounds the sum of a mean: 128 * 2^24 = 2^31 stays above any sum of fewer taps.
  const int64_t taps = static_cast<int64_t>(options.kernel_height) * options.kernel_width;
  if (taps >= 1 << 24) return context.diagnosis().Unsupported("taps of a pool", taps, (1 << 24) - 1);
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
