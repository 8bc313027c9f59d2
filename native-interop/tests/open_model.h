#ifndef TINYCLASSIFY_TESTS_OPEN_MODEL_H
#define TINYCLASSIFY_TESTS_OPEN_MODEL_H

#include "tests/api_model.h"

namespace tinyclassify::testing {

/// A model with the microcontroller's kernels, unless others are asked for.
class OpenedModel : public ApiModel {
 public:
  explicit OpenedModel(const std::vector<uint8_t>& file, tc_kernels kernels = TC_KERNELS_CORTEX_M7) : ApiModel(file, kernels) {}
};

}  // namespace tinyclassify::testing

#endif
