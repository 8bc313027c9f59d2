// Unaligned reads of a picture file's numbers; the caller has checked the bounds.
#ifndef TINYCLASSIFY_IMAGE_BYTES_H
#define TINYCLASSIFY_IMAGE_BYTES_H

#include <cstdint>

namespace tinyclassify::image {

/// A view of bytes that somebody else owns.
struct Bytes {
  const uint8_t* data;
  uint32_t size;
};

inline uint32_t ReadLittle16(const uint8_t* p) { return p[0] | static_cast<uint32_t>(p[1]) << 8; }
inline uint32_t ReadLittle32(const uint8_t* p) { return ReadLittle16(p) | ReadLittle16(p + 2) << 16; }
inline uint32_t ReadBig16(const uint8_t* p) { return static_cast<uint32_t>(p[0]) << 8 | p[1]; }
inline uint32_t ReadBig32(const uint8_t* p) { return ReadBig16(p) << 16 | ReadBig16(p + 2); }

}  // namespace tinyclassify::image

#endif
