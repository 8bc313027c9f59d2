// How a decoder says no: a status, a static text, and two numbers.
#ifndef TINYCLASSIFY_IMAGE_FAILURE_H
#define TINYCLASSIFY_IMAGE_FAILURE_H

#include "tinyclassify.h"

namespace tinyclassify::image {

/// Fills the diagnostic (which may be null) and returns the status, so that a caller can return it in one line.
tc_status Fail(tc_diagnostic* diagnostic, tc_status status, const char* what, int64_t seen, int64_t expected);

/// For numbers of 32 bits, as most are: the microcontroller hands four words over in registers.
tc_status Corrupt(tc_diagnostic* diagnostic, const char* what, int32_t seen, int32_t expected);
tc_status CorruptWide(tc_diagnostic* diagnostic, const char* what, int64_t seen, int64_t expected);

/// A sound file that a baseline JPEG of the same picture would stand in for.
tc_status Variety(tc_diagnostic* diagnostic, const char* what, int32_t seen, int32_t expected);

inline tc_status Succeed(tc_diagnostic* diagnostic) { return Fail(diagnostic, TC_OK, "", 0, 0); }

/// One text for all formats.
inline constexpr char kLongerSide[] = "longer side in pixels";

}  // namespace tinyclassify::image

#endif
