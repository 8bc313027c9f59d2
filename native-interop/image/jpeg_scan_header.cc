#include "failure.h"
#include "jpeg_scan.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kMaxLow = 13;
constexpr char kScanHeaderBytes[] = "JPEG scan header";

tc_status ReadScanComponent(const uint8_t* entry, uint32_t index, const JpegHeader& frame, JpegScanHeader* scan,
                            tc_diagnostic* diagnostic) {
  uint32_t place = index == 0 ? 0 : scan->component[index - 1] + 1;
  while (place < frame.component_count && frame.components[place].id != entry[0]) ++place;
  if (place == frame.component_count) return Corrupt(diagnostic, "JPEG scan header", entry[0], frame.components[0].id);
  scan->component[index] = place;
  scan->dc_table[index] = entry[1] >> 4;
  scan->ac_table[index] = entry[1] & 15;
  if (scan->dc_table[index] >= kJpegTables) return Corrupt(diagnostic, "JPEG Huffman table", scan->dc_table[index], 3);
  if (scan->ac_table[index] >= kJpegTables) return Corrupt(diagnostic, "JPEG Huffman table", scan->ac_table[index], 3);
  return TC_OK;
}

tc_status CheckSpectrum(const JpegHeader& frame, const JpegScanHeader& scan, tc_diagnostic* diagnostic) {
  if (!frame.progressive) {
    if (scan.first != 0) return Corrupt(diagnostic, "JPEG scan header", scan.first, 0);
    if (scan.high != 0 || scan.low != 0) return Corrupt(diagnostic, "JPEG scan header", scan.high * 16 + scan.low, 0);
    return TC_OK;
  }
  if (scan.last > 63 || scan.last < scan.first) return Corrupt(diagnostic, "JPEG scan header", scan.last, 63);
  if (scan.first == 0 && scan.last != 0) return Corrupt(diagnostic, "JPEG scan header", scan.last, 0);
  if (scan.first != 0 && scan.count != 1) return Corrupt(diagnostic, "JPEG scan header", scan.count, 1);
  if (scan.low > kMaxLow) return Corrupt(diagnostic, "JPEG scan header", scan.low, kMaxLow);
  if (scan.high != 0 && scan.high != scan.low + 1) return Corrupt(diagnostic, "JPEG scan header", scan.high, scan.low + 1);
  return TC_OK;
}

/// Frames of Motion-JPEG leave the Huffman tables out and mean those of T.81, K.3: 0 for luminance, 1 for chrominance.
bool HasHuffman(JpegTables* tables, bool ac, uint32_t table, bool progressive) {
  uint32_t& set = ac ? tables->ac_set : tables->dc_set;
  if ((set >> table & 1) == 0 && table < 2 && !progressive) {
    SetStandardHuffman(tables, ac, table);
    set |= 1u << table;
  }
  return (set >> table & 1) != 0;
}

tc_status CheckTables(const JpegHeader& frame, JpegTables* tables, const JpegScanHeader& scan, tc_diagnostic* diagnostic) {
  const bool needs_dc = scan.first == 0 && scan.high == 0;
  const bool needs_ac = !frame.progressive || scan.first != 0;
  for (uint32_t i = 0; i < scan.count; ++i) {
    const uint32_t quantization = frame.components[scan.component[i]].quantization;
    if ((tables->quantization_set >> quantization & 1) == 0)
      return Corrupt(diagnostic, "JPEG quantisation table is missing", quantization, -1);
    if (needs_dc && !HasHuffman(tables, false, scan.dc_table[i], frame.progressive))
      return Corrupt(diagnostic, "JPEG Huffman table is missing", scan.dc_table[i], -1);
    if (needs_ac && !HasHuffman(tables, true, scan.ac_table[i], frame.progressive))
      return Corrupt(diagnostic, "JPEG Huffman table is missing", scan.ac_table[i], -1);
  }
  return TC_OK;
}

}  // namespace

tc_status ReadJpegScanHeader(Segment* segment, const JpegHeader& frame, JpegTables* tables, JpegScanHeader* scan,
                             tc_diagnostic* diagnostic) {
  *scan = {};
  uint8_t payload[4 + JpegHeader::kMaxComponents * 2];
  const uint32_t size = segment->left;
  if (size < 6 || size > sizeof(payload)) return Corrupt(diagnostic, kScanHeaderBytes, size, 6);
  if (!segment->Read(payload, size)) return JpegTruncated(*segment->source, diagnostic);
  scan->count = payload[0];
  if (scan->count < 1 || scan->count > frame.component_count)
    return Corrupt(diagnostic, "JPEG scan header", scan->count, frame.component_count);
  if (size != 4 + scan->count * 2) return Corrupt(diagnostic, kScanHeaderBytes, size, 4 + scan->count * 2);
  for (uint32_t i = 0; i < scan->count; ++i) {
    const tc_status status = ReadScanComponent(payload + 1 + i * 2, i, frame, scan, diagnostic);
    if (status != TC_OK) return status;
  }
  const uint8_t* const spectrum = payload + 1 + scan->count * 2;
  scan->first = spectrum[0];
  scan->last = frame.progressive ? spectrum[1] : 63;
  scan->high = spectrum[2] >> 4;
  scan->low = spectrum[2] & 15;
  const tc_status status = CheckSpectrum(frame, *scan, diagnostic);
  if (status != TC_OK) return status;
  return CheckTables(frame, tables, *scan, diagnostic);
}

}  // namespace tinyclassify::image
