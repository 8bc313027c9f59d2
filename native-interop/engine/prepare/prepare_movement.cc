#include <string.h>

#include <new>

#include "engine/kernels/plain.h"
#include "engine/prepare/checks.h"

namespace tinyclassify {
namespace {

// The parts of a whole, along a dimension of it. Where they lie is known once memory is planned.
class PartReader {
 public:
  PartReader(const PrepareContext& context, const Tensor& whole, uint32_t dimension, uint32_t count, Parts* parts)
      : context_(context), whole_(whole), dimension_(dimension) {
    parts->count = static_cast<int32_t>(count);
    parts->rounds = 1;
    for (uint32_t i = 0; i < dimension; ++i) parts->rounds *= static_cast<int32_t>(whole.dims[i]);
    parts->parts = parts_ =
        static_cast<Part*>(context.state.Allocate(static_cast<uint32_t>(sizeof(Part)) * count, alignof(Part)));
  }

  bool Add(uint32_t index, const Tensor& part) {
    if (!CheckSameQuantization(context_, part, whole_) || !CheckSameShape(context_, part, whole_, dimension_)) {
      return false;
    }
    uint32_t bytes = part.dims[dimension_];
    for (uint32_t i = dimension_ + 1; i < 4; ++i) bytes *= whole_.dims[i];
    sum_ += part.dims[dimension_];
    if (parts_ != nullptr) new (parts_ + index) Part{nullptr, static_cast<int32_t>(bytes)};
    return true;
  }

  bool CheckSum() const { return CheckEqual(context_, "size of the parts", sum_, whole_.dims[dimension_]); }

 private:
  const PrepareContext& context_;
  const Tensor& whole_;
  const uint32_t dimension_;
  Part* parts_;
  uint64_t sum_ = 0;
};

struct Range {
  int32_t start;
  int32_t count;
  int32_t stride;
};

struct Bounds {
  Tensor begin, end, stride;
  int32_t begin_mask, end_mask, shrink_mask;
};

// One dimension of STRIDED_SLICE, as Python slices. @param bit  of the masks
bool ReadRange(const PrepareContext& context, const Bounds& bounds, uint32_t bit, int32_t size, Range* range) {
  const auto masked = [&](int32_t mask) { return (mask >> bit & 1) != 0; };
  const auto place = [&](int32_t value) { return Clamp(value < 0 ? value + size : value, 0, size); };
  range->stride = Int32Of(bounds.stride, bit);
  if (range->stride < 1) return context.diagnosis().Unsupported("stride of a slice", range->stride, 1);
  range->start = masked(bounds.begin_mask) ? 0 : place(Int32Of(bounds.begin, bit));
  int32_t end = masked(bounds.end_mask) ? size : place(Int32Of(bounds.end, bit));
  if (masked(bounds.shrink_mask)) end = range->start + 1;
  if (end <= range->start || end > size) return context.diagnosis().Corrupt("end of a slice", end, range->start + 1);
  range->count = (end - range->start + range->stride - 1) / range->stride;
  return true;
}

uint32_t PaddingAt(const Tensor& paddings, uint32_t row, uint32_t column) {
  uint32_t value;
  memcpy(&value, paddings.data + 4 * (2 * row + column), sizeof(value));
  return value;
}

}  // namespace

bool PrepareConcatenation(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
  Tensor input, output;
  Parts& parts = *new (&op->parameters.parts) Parts();
  const Flatbuffer& reader = context.file.flatbuffer();
  const int32_t axis = reader.Int32(node.options, schema::concatenation::kAxis, 0);
  const int32_t activation = reader.Int8(node.options, schema::concatenation::kActivation, schema::kNoActivation);
  uint32_t dimension;
  if (!ReadEnds(context, node, {schema::kConcatenationOptions, 1, 255}, &input, &output) ||
      !ReadAxis(context, output, axis, &dimension)) {
    return false;
  }
  if (activation != schema::kNoActivation) return context.diagnosis().Unsupported("fused activation", activation, 0);
  PartReader read(context, output, dimension, node.inputs.count, &parts);
  for (uint32_t i = 0; i < node.inputs.count; ++i) {
    if (!ReadActivation(context, node, i, &input) || !read.Add(i, input)) return false;
  }
  op->run = RunKernel<Parts, &Parameters::parts, Concatenate>;
  return read.CheckSum();
}

bool PrepareSplit(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
  Tensor axis, input, output;
  Parts& parts = *new (&op->parameters.parts) Parts();
  uint32_t dimension;
  if (!CheckNode(context, node, {schema::kSplitOptions, 2, 2}) || !ReadConstant(context, node, 0, schema::kInt32, &axis) ||
      !ReadActivation(context, node, 1, &input) || !ReadAxis(context, input, Int32Of(axis, 0), &dimension)) {
    return false;
  }
  PartReader read(context, input, dimension, node.outputs.count, &parts);
  for (uint32_t i = 0; i < node.outputs.count; ++i) {
    if (!ReadOutput(context, node, i, &output) || !read.Add(i, output)) return false;
  }
  op->run = RunKernel<Parts, &Parameters::parts, Split>;
  return read.CheckSum();
}

bool PrepareStridedSlice(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
  namespace field = schema::strided_slice;
  Tensor input, output;
  Bounds bounds;
  Slice& slice = *new (&op->parameters.slice) Slice();
  const Flatbuffer& reader = context.file.flatbuffer();
  if (!ReadEnds(context, node, {schema::kStridedSliceOptions, 4, 4}, &input, &output) ||
      !CheckSameQuantization(context, input, output)) {
    return false;
  }
  const int32_t other_masks = reader.Int32(node.options, field::kEllipsisMask, 0) |
                              reader.Int32(node.options, field::kNewAxisMask, 0) | reader.Uint8(node.options, field::kOffset, 0);
  if (other_masks != 0) return context.diagnosis().Unsupported("ellipsis, new axis or offset of a slice", 1, 0);
  Tensor* const tensors[] = {&bounds.begin, &bounds.end, &bounds.stride};
  for (uint32_t i = 0; i < 3; ++i) {
    if (!ReadConstant(context, node, 1 + i, schema::kInt32, tensors[i]) ||
        !CheckEqual(context, "elements of a slice's bounds", tensors[i]->elements, input.rank)) {
      return false;
    }
  }
  bounds.begin_mask = reader.Int32(node.options, field::kBeginMask, 0);
  bounds.end_mask = reader.Int32(node.options, field::kEndMask, 0);
  bounds.shrink_mask = reader.Int32(node.options, field::kShrinkMask, 0);
  int32_t step = 1;
  uint32_t elements = 1;
  for (uint32_t i = 4; i-- != 0;) {
    const auto size = static_cast<int32_t>(input.dims[i]);
    Range range = {0, 1, 1};
    if (i >= 4 - input.rank && !ReadRange(context, bounds, i - (4 - input.rank), size, &range)) return false;
    slice.count[i] = range.count;
    slice.step[i] = step * range.stride;
    slice.start += step * range.start;
    step *= size;
    elements *= static_cast<uint32_t>(range.count);
  }
  op->run = RunKernel<Slice, &Parameters::slice, CopySlice>;
  return CheckEqual(context, "elements of the output", output.elements, elements);
}

bool PreparePad(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
  Tensor input, paddings, output;
  Pad& pad = *new (&op->parameters.pad) Pad();
  if (!ReadEnds(context, node, {schema::kPadOptions, 2, 2}, &input, &output) ||
      !ReadConstant(context, node, 1, schema::kInt32, &paddings) || !CheckSameQuantization(context, input, output) ||
      !CheckEqual(context, "dimensions of the output", output.rank, input.rank)) {
    return false;
  }
  if (input.rank != 4) return context.diagnosis().Unsupported("dimensions of a padded tensor", input.rank, 4);
  if (!CheckEqual(context, "elements of the paddings", paddings.elements, 8)) {
    return false;
  }
  for (uint32_t i = 0; i < 4; ++i) {
    const uint32_t before = PaddingAt(paddings, i, 0);
    const uint32_t after = PaddingAt(paddings, i, 1);
    const uint64_t padded = static_cast<uint64_t>(input.dims[i]) + before + after;
    if (!CheckEqual(context, "padded size", output.dims[i], static_cast<int64_t>(padded))) return false;
    if (i == 0) continue;  // The batch: 1 before and after, so nothing is added.
    pad.input[i - 1] = input.dims[i];
    pad.before[i - 1] = before;
    pad.after[i - 1] = after;
  }
  pad.value = static_cast<int8_t>(output.zero_point);
  op->run = RunKernel<Pad, &Parameters::pad, PadReference>;
  return true;
}

// The output's own shape counts; the second input and the option only repeat it. Nothing is copied: the output takes
// the input's place in the arena.
bool PrepareReshape(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  Tensor input, output;
  if (!ReadEnds(context, node, {schema::kReshapeOptions, 1, 2}, &input, &output) ||
      !CheckSameQuantization(context, input, output) ||
      !CheckEqual(context, "elements of the output", output.elements, input.elements)) {
    return false;
  }
  if (input.constant()) return context.diagnosis().Unsupported("constant as first input", input.index, -1);
  op->run = RunNothing;
  required->alias = true;
  return true;
}

}  // namespace tinyclassify
