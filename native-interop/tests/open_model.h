#ifndef TINYCLASSIFY_TESTS_OPEN_MODEL_H
#define TINYCLASSIFY_TESTS_OPEN_MODEL_H

#include "engine/model_state.h"
#include "tests/api_model.h"

namespace tinyclassify::testing {

/// A model opened in our engine with a choice of kernels.
class OpenedModel : public ApiModel {
 public:
  explicit OpenedModel(const std::vector<uint8_t>& file, KernelChoice choice = KernelChoice::kDsp)
      : ApiModel(
            file,
            [choice](const void* data, uint32_t bytes, tc_requirements* needs, tc_diagnostic* diagnostic) {
              return MeasureModel(data, bytes, choice, needs, diagnostic);
            },
            [choice](const void* data, uint32_t bytes, void* memory, uint32_t memory_bytes, tc_model** model,
                     tc_diagnostic* diagnostic) {
              return OpenModel(data, bytes, choice, memory, memory_bytes, model, diagnostic);
            }) {}
};

}  // namespace tinyclassify::testing

#endif
