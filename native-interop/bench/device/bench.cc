#include "device/run_model.h"
#include "engine/model_state.h"

// Our engine: the kernels for the Cortex-M7, and the plain ones that they must equal.

namespace {

using tinyclassify::KernelChoice;

template <KernelChoice kChoice>
tc_status Measure(const void* model_file, uint32_t model_bytes, tc_requirements* requirements,
                  tc_diagnostic* diagnostic) {
  return tinyclassify::MeasureModel(model_file, model_bytes, kChoice, requirements, diagnostic);
}

template <KernelChoice kChoice>
tc_status Open(const void* model_file, uint32_t model_bytes, void* memory, uint32_t memory_bytes, tc_model** model,
               tc_diagnostic* diagnostic) {
  return tinyclassify::OpenModel(model_file, model_bytes, kChoice, memory, memory_bytes, model, diagnostic);
}

}  // namespace

int main() {
  constexpr tinyclassify::bench::Column kColumns[] = {
      {"fast", Measure<KernelChoice::kFastest>, Open<KernelChoice::kFastest>},
      {"plain", Measure<KernelChoice::kPlain>, Open<KernelChoice::kPlain>}};
  return tinyclassify::bench::RunColumns(kColumns, 2);
}
