#ifndef TINYCLASSIFY_ENGINE_PREPARE_OPERATOR_TABLE_H
#define TINYCLASSIFY_ENGINE_PREPARE_OPERATOR_TABLE_H

#include "engine/prepare/prepare_functions.h"

namespace tinyclassify {

/// One builtin operator that this build runs.
struct OperatorKind {
  int32_t builtin;  ///< schema::Builtin.
  Prepare* prepare;
};

/// Null for an operator that this build does not run. Only what stands in the table is linked: with TC_ALL_OPERATORS=0, the
/// operators for which TC_WITH_<NAME> is 1 (CMake's TC_OPERATORS).
const OperatorKind* FindOperatorKind(int32_t builtin);

/// TFLite's name of an operator that this build runs, or null.
const char* NameOfOperatorKind(int32_t builtin);

}  // namespace tinyclassify

#endif
