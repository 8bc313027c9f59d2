#ifndef TINYCLASSIFY_ENGINE_MODEL_OPERATOR_NAMES_H
#define TINYCLASSIFY_ENGINE_MODEL_OPERATOR_NAMES_H

#include <stdint.h>

namespace tinyclassify {

/// TFLite's name of a builtin operator, e.g. "CONV_2D"; static. "?" for a code that is newer than this table.
const char* OperatorName(int32_t code);

/// Whether `text` came from OperatorName: a diagnostic's `what` that is one names an operator that is not run.
bool IsOperatorName(const char* text);

}  // namespace tinyclassify

#endif
