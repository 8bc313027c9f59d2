#ifndef TINYCLASSIFY_ENGINE_MODEL_OPERATOR_NAMES_H
#define TINYCLASSIFY_ENGINE_MODEL_OPERATOR_NAMES_H

#include <stdint.h>

namespace tinyclassify {

/// TFLite's name of a builtin operator, e.g. "CONV_2D"; static. "of a kind" for a code without a name: one that is
/// newer than this table; in a microcontroller's build of some operators, for all the others.
const char* OperatorName(int32_t code);

/// The diagnostic's `what` for an operator that is not run: its name, or "of a kind".
const char* UnsupportedOperator(int32_t code);

/// Whether `what` came from UnsupportedOperator.
bool IsUnsupportedOperator(const char* what);

}  // namespace tinyclassify

#endif
