// The one thing of a photograph's Exif block that matters here: which way is up.
#ifndef TINYCLASSIFY_IMAGE_EXIF_H
#define TINYCLASSIFY_IMAGE_EXIF_H

#include "orientation.h"
#include "segment.h"

namespace tinyclassify::image {

/// @param tiff  the TIFF file that Exif is, read as far as it takes
/// @return kTopLeft where it says nothing or is damaged: a photograph without it can still be shown
Orientation ReadExifOrientation(Segment* tiff);

}  // namespace tinyclassify::image

#endif
