#ifndef TINYCLASSIFY_TFLM_OPERATORS_H
#define TINYCLASSIFY_TFLM_OPERATORS_H

#include <cstdint>

#include "tensorflow/lite/micro/micro_op_resolver.h"
#include "tinyclassify.h"

namespace tinyclassify {

/// Follows TFLM from operator to operator: TFLM's own profiler is compiled out of its release builds.
struct Monitor {
  uint32_t prepared = 0;  ///< Operators that were prepared without an error.
  tc_clock clock = nullptr;
  void* clock_context = nullptr;
  uint32_t last = 0;          ///< What the clock showed when the operator before ended.
  uint32_t* ticks = nullptr;  ///< Of the operator that runs next, while there is a clock.
};

/// The operators that our engine runs, too, and no others: what is not named here is not linked. Where TFLM has
/// variants for int8 alone, it is these. The interpreter's external context must be a Monitor.
class Operators : public tflite::MicroOpResolver {
 public:
  const TFLMRegistration* FindOp(tflite::BuiltinOperator code) const override;
  const TFLMRegistration* FindOp(const char* custom) const override;
  tflite::TfLiteBridgeBuiltinParseFunction GetOpDataParser(tflite::BuiltinOperator code) const override;
};

}  // namespace tinyclassify

#endif
