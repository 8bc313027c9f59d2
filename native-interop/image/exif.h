// The one thing of a photograph's Exif block that matters here: which way is up.
#ifndef TINYCLASSIFY_IMAGE_EXIF_H
#define TINYCLASSIFY_IMAGE_EXIF_H

#include "bytes.h"
#include "orientation.h"

namespace tinyclassify::image {

/// @param app1  payload of a JPEG APP1 segment
/// @return kTopLeft where it is not Exif, says nothing, or is damaged: a photograph without it can still be shown
Orientation ReadExifOrientation(Bytes app1);

}  // namespace tinyclassify::image

#endif
