#ifndef TINYCLASSIFY_TFLM_CHECK_MODEL_H
#define TINYCLASSIFY_TFLM_CHECK_MODEL_H

#include "engine/model/model_file.h"
#include "tflm/operators.h"

namespace tinyclassify {

/// TFLM believes what a file says. This looks first: every offset and index leads inside, every constant has the size
/// of its shape, operators are in order and known to `operators`, and the ends are what the C API can hold. Options and
/// shapes of an operator are left to TFLM's own, thinner checks.
bool CheckModel(const ModelFile& file, const Operators& operators, Tensor* input, Tensor* output);

}  // namespace tinyclassify

#endif
