#include "engine/plan/residual_add.h"

#include "engine/model/schema.h"

namespace tinyclassify {

bool ReadResidualAdd(const ModelFile& file, uint32_t index, ResidualAdd* add) {
  Node convolution, node;
  const Flatbuffer& reader = file.flatbuffer();
  *add = ResidualAdd();
  if (index + 1 >= file.operator_count()) return true;
  if (!file.ReadNode(index, &convolution) || !file.ReadNode(index + 1, &node)) return false;
  if (convolution.builtin != schema::kConv2D || node.builtin != schema::kAdd || node.inputs.count != 2) return true;
  const int32_t product = reader.Int32At(convolution.outputs, 0);
  const int32_t first = reader.Int32At(node.inputs, 0);
  const int32_t second = reader.Int32At(node.inputs, 1);
  if (first == second || (first != product && second != product)) return true;
  add->found = true;
  add->convolution_is_second = second == product;
  add->other = second == product ? first : second;
  add->output = reader.Int32At(node.outputs, 0);
  return true;
}

bool FindResidualAdd(const ModelFile& file, uint32_t index, const Graph& graph, const MemoryPlan& plan,
                     ResidualAdd* add) {
  Node convolution;
  if (!ReadResidualAdd(file, index, add) || !file.ReadNode(index, &convolution)) return false;
  const int32_t product = graph.BlockOf(file.flatbuffer().Int32At(convolution.outputs, 0));
  // A constant has no block and is left to the ADD by itself, as is a product that somebody reads later.
  if (graph.BlockOf(add->other) == MemoryPlan::kNone || plan.LastUse(product) != index + 1) add->found = false;
  return true;
}

void JoinResidualAdd(const ModelFile& file, uint32_t index, const Node& convolution, const ResidualAdd& add,
                     const Graph& graph, MemoryPlan* plan) {
  const Flatbuffer& reader = file.flatbuffer();
  const int32_t input = graph.BlockOf(reader.Int32At(convolution.inputs, 0));
  const int32_t other = graph.BlockOf(add.other);
  const int32_t output = graph.BlockOf(add.output);
  plan->Drop(graph.BlockOf(reader.Int32At(convolution.outputs, 0)));
  plan->Begin(output, index);
  if (plan->LastUse(other) == index + 1 && !plan->AreShared(other, input)) plan->Share(output, other);
}

}  // namespace tinyclassify
