// A drawing with what photographs have: light that changes slowly, edges, texture and noise. The same on every machine.
#ifndef TINYCLASSIFY_IMAGE_ORACLE_PHOTO_H
#define TINYCLASSIFY_IMAGE_ORACLE_PHOTO_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tinyclassify::image::oracle {

/// @param noise  of the sensor, 0 .. 255 from end to end: what decides how many bytes a JPEG takes
/// @return uint8 [height, width, 3]
std::vector<uint8_t> DrawPhoto(uint32_t width, uint32_t height, uint32_t noise, uint32_t seed);

}  // namespace tinyclassify::image::oracle

#endif
