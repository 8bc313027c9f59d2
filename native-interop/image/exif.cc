#include "exif.h"

#include <cstring>

namespace tinyclassify::image {
namespace {

constexpr uint32_t kSignatureBytes = 6;  // "Exif", 0, 0; a TIFF file follows.
constexpr uint32_t kEntryBytes = 12;
constexpr uint32_t kOrientationTag = 0x0112;
constexpr uint32_t kShortType = 3;

}  // namespace

Orientation ReadExifOrientation(Bytes app1) {
  if (app1.size < kSignatureBytes + 8 || memcmp(app1.data, "Exif\0\0", kSignatureBytes) != 0)
    return Orientation::kTopLeft;
  const uint8_t* const tiff = app1.data + kSignatureBytes;
  const uint32_t size = app1.size - kSignatureBytes;
  const bool big = tiff[0] == 'M' && tiff[1] == 'M';
  if (!big && !(tiff[0] == 'I' && tiff[1] == 'I')) return Orientation::kTopLeft;
  const auto read16 = [big](const uint8_t* p) { return big ? ReadBig16(p) : ReadLittle16(p); };
  if (read16(tiff + 2) != 42) return Orientation::kTopLeft;

  const uint32_t directory = big ? ReadBig32(tiff + 4) : ReadLittle32(tiff + 4);
  if (directory > size || size - directory < 2) return Orientation::kTopLeft;
  const uint32_t room = (size - directory - 2) / kEntryBytes;
  uint32_t count = read16(tiff + directory);
  if (count > room) count = room;
  for (uint32_t i = 0; i < count; ++i) {
    const uint8_t* const entry = tiff + directory + 2 + i * kEntryBytes;
    if (read16(entry) != kOrientationTag) continue;
    const uint32_t value = read16(entry + 8);
    if (read16(entry + 2) != kShortType || value < 1 || value > 8) break;
    return static_cast<Orientation>(value);
  }
  return Orientation::kTopLeft;
}

}  // namespace tinyclassify::image
