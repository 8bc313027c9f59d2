#include "exif.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kHeaderBytes = 8;
constexpr uint32_t kEntryBytes = 12;
constexpr uint32_t kOrientationTag = 0x0112;
constexpr uint32_t kShortType = 3;

}  // namespace

Orientation ReadExifOrientation(Segment* tiff) {
  uint8_t bytes[kEntryBytes];
  if (!tiff->Read(bytes, kHeaderBytes)) return Orientation::kTopLeft;
  const bool big = bytes[0] == 'M' && bytes[1] == 'M';
  if (!big && !(bytes[0] == 'I' && bytes[1] == 'I')) return Orientation::kTopLeft;
  const auto read16 = [big](const uint8_t* p) { return big ? ReadBig16(p) : ReadLittle16(p); };
  if (read16(bytes + 2) != 42) return Orientation::kTopLeft;

  // The directory mostly begins right here.
  const uint32_t directory = big ? ReadBig32(bytes + 4) : ReadLittle32(bytes + 4);
  if (directory < kHeaderBytes || directory - kHeaderBytes > tiff->left) return Orientation::kTopLeft;
  for (uint32_t i = kHeaderBytes; i < directory; ++i) tiff->Byte();
  if (!tiff->Read(bytes, 2)) return Orientation::kTopLeft;
  for (uint32_t count = read16(bytes); count > 0 && tiff->Read(bytes, kEntryBytes); --count) {
    if (read16(bytes) != kOrientationTag) continue;
    const uint32_t value = read16(bytes + 8);
    if (read16(bytes + 2) != kShortType || value < 1 || value > 8) break;
    return static_cast<Orientation>(value);
  }
  return Orientation::kTopLeft;
}

}  // namespace tinyclassify::image
