// The statuses of pictures, each in a line (common/diagnosis.h has Fail).
#ifndef TINYCLASSIFY_IMAGE_FAILURE_H
#define TINYCLASSIFY_IMAGE_FAILURE_H

#include "common/diagnosis.h"

namespace tinyclassify::image {

using tinyclassify::Fail;

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
