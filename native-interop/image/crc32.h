// CRC-32 of PNG chunks (ISO 3309, polynomial 0xEDB88320 reflected), four bits a step: 64 bytes of table.
#ifndef TINYCLASSIFY_IMAGE_CRC32_H
#define TINYCLASSIFY_IMAGE_CRC32_H

#include <cstdint>

namespace tinyclassify::image {

constexpr uint32_t kCrcStart = 0xFFFFFFFFu;

/// @param crc  kCrcStart, or what came of the bytes before
/// @return the running value; its complement is the checksum
uint32_t CrcUpdate(uint32_t crc, const uint8_t* data, uint32_t size);

inline uint32_t Crc32(const uint8_t* data, uint32_t size) { return ~CrcUpdate(kCrcStart, data, size); }

}  // namespace tinyclassify::image

#endif
