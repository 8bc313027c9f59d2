#include "failure.h"
#include "jpeg.h"

namespace tinyclassify::image {
namespace {

tc_status ReadQuantization(Bytes payload, JpegTables* tables, tc_diagnostic* diagnostic) {
  uint32_t at = 0;
  while (at < payload.size) {
    const uint32_t entry_bytes = (payload.data[at] >> 4) + 1u;
    const uint32_t table = payload.data[at] & 15;
    ++at;
    if (entry_bytes > 2) return Corrupt(diagnostic, "JPEG quantisation table entry bytes", entry_bytes, 2);
    if (table >= kJpegTables) return Corrupt(diagnostic, "JPEG quantisation table (0 to 3)", table, 3);
    if (payload.size - at < 64 * entry_bytes)
      return Corrupt(diagnostic, "JPEG quantisation table bytes", payload.size - at, 64 * entry_bytes);
    for (uint32_t k = 0; k < 64; ++k, at += entry_bytes) {
      const uint32_t step = entry_bytes == 1 ? payload.data[at] : ReadBig16(payload.data + at);
      if (step == 0) return Corrupt(diagnostic, "JPEG quantisation step", 0, 1);
      tables->quantization[table][kJpegZigzag[k]] = static_cast<uint16_t>(step);
    }
    tables->quantization_set |= 1u << table;
  }
  return TC_OK;
}

tc_status ReadHuffman(Bytes payload, JpegTables* tables, tc_diagnostic* diagnostic) {
  constexpr uint32_t kLengths = 16;
  uint32_t at = 0;
  while (at < payload.size) {
    if (payload.size - at < 1 + kLengths)
      return Corrupt(diagnostic, "JPEG Huffman table bytes", payload.size - at, 1 + kLengths);
    const uint32_t kind = payload.data[at] >> 4;
    const uint32_t table = payload.data[at] & 15;
    const uint8_t* const lengths = payload.data + at + 1;
    if (kind > 1) return Corrupt(diagnostic, "JPEG Huffman table class (0, DC, or 1, AC)", kind, 1);
    if (table >= kJpegTables) return Corrupt(diagnostic, "JPEG Huffman table (0 to 3)", table, 3);
    uint32_t count = 0;
    for (uint32_t i = 0; i < kLengths; ++i) count += lengths[i];
    if (count > 256) return Corrupt(diagnostic, "JPEG Huffman codes", count, 256);
    at += 1 + kLengths;
    if (payload.size - at < count) return Corrupt(diagnostic, "JPEG Huffman table bytes", payload.size - at, count);
    JpegHuffman& huffman = kind == 0 ? tables->dc[table] : tables->ac[table];
    if (!huffman.Build(lengths, payload.data + at, count))
      return Corrupt(diagnostic, "JPEG Huffman table: more codes than fit", count, 256);
    (kind == 0 ? tables->dc_set : tables->ac_set) |= 1u << table;
    at += count;
  }
  return TC_OK;
}

}  // namespace

const uint8_t kJpegZigzag[64] = {0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
                                 41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
                                 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

tc_status ReadJpegTables(const JpegSegment& segment, JpegTables* tables, tc_diagnostic* diagnostic) {
  if (segment.marker == kJpegDqt) return ReadQuantization(segment.payload, tables, diagnostic);
  if (segment.marker == kJpegDht) return ReadHuffman(segment.payload, tables, diagnostic);
  if (segment.payload.size != 2) return Corrupt(diagnostic, "JPEG restart interval bytes", segment.payload.size, 2);
  tables->restart_interval = ReadBig16(segment.payload.data);
  return TC_OK;
}

}  // namespace tinyclassify::image
