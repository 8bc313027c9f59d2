#include "jpeg_header.h"

#include <cstring>

#include "exif.h"
#include "failure.h"
#include "image.h"
#include "jpeg.h"

namespace tinyclassify::image {
namespace {

constexpr char kFrameBytes[] = "JPEG frame header bytes";

/// What the markers of JFIF and Adobe say of the colours.
struct ColorHint {
  bool jfif, adobe;
  uint8_t transform;  // Adobe's.
};

bool IsFrame(uint32_t marker) {
  return marker >= kJpegSof0 && marker <= 0xCF && marker != kJpegDht && marker != 0xC8 && marker != 0xCC;
}

tc_status CheckFrameKind(uint32_t marker, tc_diagnostic* diagnostic) {
  if (marker <= kJpegSof2) return TC_OK;
  const char* what = "JPEG frame marker (hierarchical)";
  if (marker == 0xC3) what = "JPEG frame marker (lossless)";
  if (marker >= 0xC9) what = "JPEG frame marker (arithmetic coding)";
  return Variety(diagnostic, what, marker, kJpegSof0);
}

/// @param entries  of the components, three bytes each
tc_status ReadComponents(const uint8_t* entries, JpegHeader* header, tc_diagnostic* diagnostic) {
  header->h_max = header->v_max = 1;
  for (uint32_t i = 0; i < header->component_count; ++i) {
    const uint8_t* const entry = entries + i * 3;
    JpegComponent& component = header->components[i];
    component.id = entry[0];
    component.h = entry[1] >> 4;
    component.v = entry[1] & 15;
    component.quantization = entry[2];
    if (component.h < 1 || component.h > 4) return Corrupt(diagnostic, "JPEG sampling factor", component.h, 4);
    if (component.v < 1 || component.v > 4) return Corrupt(diagnostic, "JPEG sampling factor", component.v, 4);
    if (component.quantization > 3) return Corrupt(diagnostic, "JPEG quantisation table", component.quantization, 3);
    for (uint32_t other = 0; other < i; ++other) {
      if (header->components[other].id == component.id) return Corrupt(diagnostic, "JPEG components of one name", 2, 1);
    }
    // T.81, A.2.2: a lone component is not interleaved, its factors mean nothing.
    if (header->component_count == 1) component.h = component.v = 1;
    if (component.h > header->h_max) header->h_max = component.h;
    if (component.v > header->v_max) header->v_max = component.v;
  }
  for (uint32_t i = 0; i < header->component_count; ++i) {
    JpegComponent& component = header->components[i];
    if (header->h_max % component.h != 0) return Variety(diagnostic, "JPEG sampling factor", component.h, header->h_max);
    if (header->v_max % component.v != 0) return Variety(diagnostic, "JPEG sampling factor", component.v, header->v_max);
    component.width = (header->width * component.h + header->h_max - 1) / header->h_max;
    component.height = (header->height * component.v + header->v_max - 1) / header->v_max;
  }
  header->mcus_x = (header->width + header->McuWidth() - 1) / header->McuWidth();
  header->mcus_y = (header->height + header->McuHeight() - 1) / header->McuHeight();
  return TC_OK;
}

tc_status ReadFrame(Segment* segment, JpegHeader* header, tc_diagnostic* diagnostic) {
  const tc_status status = CheckFrameKind(segment->type, diagnostic);
  if (status != TC_OK) return status;
  uint8_t bytes[6 + JpegHeader::kMaxComponents * 3];
  const uint32_t size = segment->left;
  if (size < 6 + 3) return Corrupt(diagnostic, kFrameBytes, size, 6 + 3);
  if (!segment->Read(bytes, size < sizeof(bytes) ? size : sizeof(bytes))) return JpegTruncated(*segment->source, diagnostic);
  header->progressive = segment->type == kJpegSof2;
  header->height = ReadBig16(bytes + 1);
  header->width = ReadBig16(bytes + 3);
  header->component_count = bytes[5];
  if (bytes[0] != 8) return Variety(diagnostic, "JPEG bits a sample", bytes[0], 8);
  if (header->width == 0) return Corrupt(diagnostic, "JPEG width in pixels", 0, 1);
  if (header->height == 0) return Variety(diagnostic, "JPEG without a height", 0, 1);
  if (header->component_count != 1 && header->component_count != 3 && header->component_count != 4)
    return Fail(diagnostic, TC_ERROR_PICTURE_NOT_RGB, "JPEG components (1, 3 or 4)", header->component_count, 3);
  if (size != 6 + header->component_count * 3) return Corrupt(diagnostic, kFrameBytes, size, 6 + header->component_count * 3);
  return ReadComponents(bytes + 6, header, diagnostic);
}

/// Three components are red, green, blue if Adobe's marker or their names say so, and Y, Cb, Cr otherwise. JFIF knows
/// Y, Cb, Cr alone, whatever stands beside it.
JpegColor ColorOf(const JpegHeader& header, const ColorHint& hint) {
  if (header.component_count == 1) return JpegColor::kGrey;
  if (header.component_count == 4) return hint.adobe && hint.transform == 2 ? JpegColor::kYcck : JpegColor::kCmyk;
  if (hint.jfif) return JpegColor::kYcc;
  const JpegComponent* const named = header.components;
  const bool rgb = hint.adobe ? hint.transform == 0 : named[0].id == 'R' && named[1].id == 'G' && named[2].id == 'B';
  return rgb ? JpegColor::kRgb : JpegColor::kYcc;
}

void ReadApplication(Segment* segment, JpegHeader* header, ColorHint* hint) {
  uint8_t bytes[12];
  const uint32_t wanted = segment->type == kJpegApp14 ? 12 : segment->type == kJpegApp1 ? 6 : 5;
  if (!segment->Read(bytes, wanted)) return;
  if (segment->type == kJpegApp0 && memcmp(bytes, "JFIF", 5) == 0) hint->jfif = true;
  if (segment->type == kJpegApp14 && memcmp(bytes, "Adobe", 5) == 0) {
    hint->adobe = true;
    hint->transform = bytes[11];
  }
  if (segment->type == kJpegApp1 && header->orientation == Orientation::kTopLeft && memcmp(bytes, "Exif\0", 6) == 0)
    header->orientation = ReadExifOrientation(segment);
}

}  // namespace

uint32_t FindJpegMarker(Source* source) {
  int32_t byte = source->Byte();
  for (;;) {
    while (byte >= 0 && byte != 0xFF) byte = source->Byte();
    while (byte == 0xFF) byte = source->Byte();  // Any number of FF bytes may precede a marker.
    if (byte < 0) return kJpegEndOfFile;
    if (byte != 0) return static_cast<uint32_t>(byte);
  }
}

tc_status JpegTruncated(const Source& source, tc_diagnostic* diagnostic) {
  return CorruptWide(diagnostic, "JPEG file bytes (truncated)", source.offset(), source.offset() + 1);
}

tc_status OpenJpegSegment(Source* source, uint32_t marker, Segment* segment, tc_diagnostic* diagnostic) {
  *segment = {source, marker, 0, 0};
  const bool alone = (marker >= kJpegRst0 && marker <= kJpegEoi) || marker <= kJpegTemporary;
  if (alone) return TC_OK;
  uint8_t length[2];
  if (source->Read(length, sizeof(length)) != sizeof(length)) return JpegTruncated(*source, diagnostic);
  segment->left = ReadBig16(length);
  if (segment->left < 2) return Corrupt(diagnostic, "JPEG segment bytes", segment->left, 2);
  segment->left -= 2;
  return TC_OK;
}

tc_status ReadJpegHeader(Source* source, JpegHeader* header, JpegTables* tables, Segment* scan, tc_diagnostic* diagnostic) {
  *header = {};
  header->orientation = Orientation::kTopLeft;
  ColorHint hint = {};
  source->Skip(2);  // SOI.
  for (;;) {
    const uint32_t marker = FindJpegMarker(source);
    tc_status status = OpenJpegSegment(source, marker, scan, diagnostic);
    if (status != TC_OK) return status;
    if (IsFrame(marker)) {
      if (header->width != 0) return Corrupt(diagnostic, "JPEG frames", 2, 1);
      status = ReadFrame(scan, header, diagnostic);
    } else if (marker == kJpegApp0 || marker == kJpegApp1 || marker == kJpegApp14) {
      ReadApplication(scan, header, &hint);
    } else if (marker == kJpegEoi) {
      return Corrupt(diagnostic, "JPEG scans", 0, 1);
    } else if (marker == kJpegSos) {
      if (header->width == 0) return Corrupt(diagnostic, "JPEG frames", 0, 1);
      if (source->Ahead(1) == 0) return JpegTruncated(*source, diagnostic);
      header->buffered = header->progressive || source->data()[0] != header->component_count;
      header->color = ColorOf(*header, hint);
      return TC_OK;
    } else if (tables != nullptr) {
      status = ReadJpegTables(scan, tables, diagnostic);
    }
    if (status != TC_OK) return status;
    if (!source->Skip(scan->left) || marker == kJpegEndOfFile) return JpegTruncated(*source, diagnostic);
  }
}

}  // namespace tinyclassify::image
