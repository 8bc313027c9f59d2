#include "jpeg_header.h"

#include <cstring>

#include "exif.h"
#include "failure.h"

namespace tinyclassify::image {
namespace {

enum class ColorHint : uint8_t { kNone, kJfif, kAdobeRgb, kAdobeYcc };

bool IsFrame(uint8_t marker) {
  return marker >= kJpegSof0 && marker <= 0xCF && marker != kJpegDht && marker != 0xC8 && marker != 0xCC;
}

tc_status CheckFrameKind(uint8_t marker, tc_diagnostic* diagnostic) {
  if (marker <= kJpegSof2) return TC_OK;
  const char* what = "JPEG frame marker (hierarchical JPEG is not decoded)";
  if (marker == 0xC3) what = "JPEG frame marker (lossless JPEG is not decoded)";
  if (marker >= 0xC9) what = "JPEG frame marker (arithmetic coding is not decoded)";
  return Unsupported(diagnostic, what, marker, kJpegSof0);
}

tc_status ReadComponents(Bytes payload, JpegHeader* header, tc_diagnostic* diagnostic) {
  header->h_max = header->v_max = 1;
  for (uint32_t i = 0; i < header->component_count; ++i) {
    const uint8_t* const entry = payload.data + 6 + i * 3;
    JpegComponent& component = header->components[i];
    component.id = entry[0];
    component.h = entry[1] >> 4;
    component.v = entry[1] & 15;
    component.quantization = entry[2];
    if (component.h < 1 || component.h > 4)
      return Corrupt(diagnostic, "JPEG horizontal sampling factor (1 to 4)", component.h, 4);
    if (component.v < 1 || component.v > 4)
      return Corrupt(diagnostic, "JPEG vertical sampling factor (1 to 4)", component.v, 4);
    if (component.quantization > 3)
      return Corrupt(diagnostic, "JPEG quantisation table (0 to 3)", component.quantization, 3);
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
    if (header->h_max % component.h != 0)
      return Unsupported(diagnostic, "JPEG horizontal sampling factor (a divisor)", component.h, header->h_max);
    if (header->v_max % component.v != 0)
      return Unsupported(diagnostic, "JPEG vertical sampling factor (a divisor)", component.v, header->v_max);
    component.width = (header->width * component.h + header->h_max - 1) / header->h_max;
    component.height = (header->height * component.v + header->v_max - 1) / header->v_max;
  }
  header->mcus_x = (header->width + header->McuWidth() - 1) / header->McuWidth();
  header->mcus_y = (header->height + header->McuHeight() - 1) / header->McuHeight();
  return TC_OK;
}

tc_status ReadFrame(const JpegSegment& segment, JpegHeader* header, tc_diagnostic* diagnostic) {
  const tc_status status = CheckFrameKind(segment.marker, diagnostic);
  if (status != TC_OK) return status;
  const Bytes payload = segment.payload;
  if (payload.size < 6) return Corrupt(diagnostic, "JPEG frame header bytes", payload.size, 6 + 3);
  header->progressive = segment.marker == kJpegSof2;
  header->height = ReadBig16(payload.data + 1);
  header->width = ReadBig16(payload.data + 3);
  header->component_count = payload.data[5];
  if (payload.data[0] != 8) return Unsupported(diagnostic, "JPEG bits a sample", payload.data[0], 8);
  if (header->width == 0) return Corrupt(diagnostic, "JPEG width in pixels", 0, 1);
  if (header->height == 0)
    return Unsupported(diagnostic, "JPEG height in pixels (given behind the picture, by DNL)", 0, 1);
  if (header->component_count == 4) return Unsupported(diagnostic, "JPEG components (CMYK is not decoded)", 4, 3);
  if (header->component_count != 1 && header->component_count != 3) {
    return Unsupported(diagnostic, "JPEG components (1 or 3)", header->component_count, 3);
  }
  if (payload.size != 6 + header->component_count * 3)
    return Corrupt(diagnostic, "JPEG frame header bytes", payload.size, 6 + header->component_count * 3);
  return ReadComponents(payload, header, diagnostic);
}

/// Three components are red, green, blue if Adobe's marker or their names say so, and Y, Cb, Cr otherwise.
bool IsRgb(const JpegHeader& header, ColorHint hint) {
  if (header.component_count != 3 || hint == ColorHint::kAdobeYcc || hint == ColorHint::kJfif) return false;
  if (hint == ColorHint::kAdobeRgb) return true;
  return header.components[0].id == 'R' && header.components[1].id == 'G' && header.components[2].id == 'B';
}

void ReadApplication(const JpegSegment& segment, JpegHeader* header, ColorHint* hint) {
  const Bytes payload = segment.payload;
  if (segment.marker == kJpegApp0 && payload.size >= 5 && memcmp(payload.data, "JFIF", 5) == 0) {
    if (*hint == ColorHint::kNone) *hint = ColorHint::kJfif;
  } else if (segment.marker == kJpegApp14 && payload.size >= 12 && memcmp(payload.data, "Adobe", 5) == 0) {
    *hint = payload.data[11] == 0 ? ColorHint::kAdobeRgb : ColorHint::kAdobeYcc;
  } else if (segment.marker == kJpegApp1 && header->orientation == Orientation::kTopLeft) {
    header->orientation = ReadExifOrientation(payload);
  }
}

}  // namespace

tc_status JpegSegments::Next(JpegSegment* segment, tc_diagnostic* diagnostic) {
  // Any number of FF bytes may precede a marker.
  uint32_t at = offset_;
  if (at < file_.size && file_.data[at] != 0xFF)
    return Corrupt(diagnostic, "JPEG byte where a marker begins", file_.data[at], 0xFF);
  while (at < file_.size && file_.data[at] == 0xFF) ++at;
  if (at >= file_.size)
    return Corrupt(diagnostic, "JPEG file bytes (truncated before the end marker)", file_.size,
                   static_cast<int64_t>(file_.size) + 1);
  segment->marker = file_.data[at++];
  segment->payload = {file_.data + at, 0};
  const bool alone = segment->marker >= kJpegRst0 && segment->marker <= kJpegEoi;
  if (!alone) {
    if (file_.size - at < 2)
      return Corrupt(diagnostic, "JPEG file bytes (truncated inside a segment)", file_.size,
                     static_cast<int64_t>(at) + 2);
    const uint32_t length = ReadBig16(file_.data + at);
    if (length < 2) return Corrupt(diagnostic, "JPEG segment bytes", length, 2);
    if (length > file_.size - at)
      return Corrupt(diagnostic, "JPEG file bytes (truncated inside a segment)", file_.size,
                     static_cast<int64_t>(at) + length);
    segment->payload = {file_.data + at + 2, length - 2};
    at += length;
  }
  offset_ = at;
  return TC_OK;
}

tc_status ReadJpegHeader(Bytes file, JpegHeader* header, tc_diagnostic* diagnostic) {
  *header = {};
  header->orientation = Orientation::kTopLeft;
  ColorHint hint = ColorHint::kNone;
  JpegSegments segments(file, 2);  // Behind SOI.
  for (;;) {
    JpegSegment segment;
    tc_status status = segments.Next(&segment, diagnostic);
    if (status != TC_OK) return status;
    if (IsFrame(segment.marker)) {
      if (header->width != 0) return Corrupt(diagnostic, "JPEG frames", 2, 1);
      status = ReadFrame(segment, header, diagnostic);
      if (status != TC_OK) return status;
    } else if (segment.marker >= kJpegApp0 && segment.marker <= kJpegApp15) {
      ReadApplication(segment, header, &hint);
    } else if (segment.marker == kJpegEoi) {
      return Corrupt(diagnostic, "JPEG scans before the end marker", 0, 1);
    } else if (segment.marker == kJpegSos) {
      if (header->width == 0) return Corrupt(diagnostic, "JPEG frames before the first scan", 0, 1);
      if (segment.payload.size < 1) return Corrupt(diagnostic, "JPEG scan header bytes", segment.payload.size, 6);
      header->buffered = header->progressive || segment.payload.data[0] != header->component_count;
      header->rgb = IsRgb(*header, hint);
      return TC_OK;
    }
  }
}

}  // namespace tinyclassify::image
