#include "engine/model/schema.h"
#include "engine/model_facts.h"

namespace tinyclassify {
namespace {

// The operator that computes the model's output: RESHAPE only hands it on. Operators read what earlier ones wrote.
int32_t WriterOfOutput(const ModelFile& file) {
  int32_t tensor = file.output_index();
  Node node;
  for (uint32_t place = file.operator_count(); place-- != 0;) {
    if (!file.ReadNode(place, &node)) return -1;
    if (node.output != tensor) continue;
    if (node.builtin != schema::kReshape) return node.builtin;
    tensor = node.input[0];
  }
  return -1;
}

// A picture has one channel or three, and no side more than four times the other; other shapes are spectra and series.
tc_input_kind KindOf(const Tensor& input) {
  constexpr uint32_t kLeastSide = 4;
  constexpr uint32_t kMostSide = UINT16_MAX;
  const uint32_t height = input.dims[1];
  const uint32_t width = input.dims[2];
  const bool is_picture =
      input.rank == 4 && height >= kLeastSide && width >= kLeastSide && height <= kMostSide && width <= kMostSide &&
      height <= 4 * width && width <= 4 * height;
  if (is_picture && input.dims[3] == 1) return TC_INPUT_GREY;
  return is_picture && input.dims[3] == 3 ? TC_INPUT_RGB : TC_INPUT_TENSOR;
}

}  // namespace

void DescribeEnds(const ModelFile& file, const Tensor& input, const Tensor& output, tc_model* facts) {
  const int32_t writer = WriterOfOutput(file);
  facts->output_count = output.dims[3];
  facts->output_is_softmax = writer == schema::kSoftmax || writer == schema::kLogistic;
  facts->class_count = writer == schema::kLogistic && output.dims[3] == 1 ? 2 : output.dims[3];
  facts->output_scale = output.scale;
  facts->output_zero_point = output.zero_point;
  facts->input_kind = static_cast<uint8_t>(KindOf(input));
  if (facts->input_kind == TC_INPUT_TENSOR) return;
  facts->input_height = static_cast<uint16_t>(input.dims[1]);
  facts->input_width = static_cast<uint16_t>(input.dims[2]);
  facts->input_table = file.input_table(input.dims[3]);
}

}  // namespace tinyclassify
