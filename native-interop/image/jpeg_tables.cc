#include "failure.h"
#include "jpeg.h"

namespace tinyclassify::image {
namespace {

constexpr char kHuffmanBytes[] = "JPEG Huffman table";

tc_status ReadQuantization(Segment* segment, JpegTables* tables, tc_diagnostic* diagnostic) {
  while (segment->left > 0) {
    const int32_t head = segment->Byte();
    const uint32_t entry_bytes = static_cast<uint32_t>(head >> 4) + 1;
    const uint32_t table = head & 15;
    if (head < 0) break;
    if (entry_bytes > 2) return Corrupt(diagnostic, "JPEG quantisation table", entry_bytes, 2);
    if (table >= kJpegTables) return Corrupt(diagnostic, "JPEG quantisation table", table, 3);
    if (segment->left < 64 * entry_bytes) return Corrupt(diagnostic, "JPEG quantisation table", segment->left, 64 * entry_bytes);
    for (uint32_t k = 0; k < 64; ++k) {
      int32_t step = segment->Byte();
      if (entry_bytes == 2) step = step * 256 + segment->Byte();
      if (step == 0) return Corrupt(diagnostic, "JPEG quantisation table", 0, 1);
      tables->quantization[table][JpegZigzag(k)] = static_cast<uint16_t>(step);
    }
    tables->quantization_set |= 1u << table;
  }
  return TC_OK;
}

tc_status ReadHuffman(Segment* segment, JpegTables* tables, tc_diagnostic* diagnostic) {
  while (segment->left > 0) {
    uint8_t bytes[17];  // Class and table, and how many codes have 1, 2, ... 16 bits.
    const uint32_t size = segment->left;
    if (!segment->Read(bytes, sizeof(bytes))) return Corrupt(diagnostic, kHuffmanBytes, size, sizeof(bytes));
    const uint32_t kind = bytes[0] >> 4;
    const uint32_t table = bytes[0] & 15;
    if (kind > 1) return Corrupt(diagnostic, "JPEG Huffman table", kind, 1);
    if (table >= kJpegTables) return Corrupt(diagnostic, "JPEG Huffman table", table, 3);
    uint32_t count = 0;
    for (uint32_t i = 1; i < sizeof(bytes); ++i) count += bytes[i];
    if (count > 256) return Corrupt(diagnostic, "JPEG Huffman table", count, 256);
    if (segment->left < count) return Corrupt(diagnostic, kHuffmanBytes, segment->left, count);
    JpegHuffman& huffman = kind == 0 ? tables->dc[table] : tables->ac[table];
    segment->Read(huffman.symbols(), count);
    if (!huffman.Build(bytes + 1, count)) return Corrupt(diagnostic, "JPEG Huffman table", count, 256);
    (kind == 0 ? tables->dc_set : tables->ac_set) |= 1u << table;
  }
  return TC_OK;
}

}  // namespace

const uint8_t kJpegPlaces[1 + 64 + 16] = {0,  0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33,
                                          40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29,
                                          22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55,
                                          62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63};

tc_status ReadJpegTables(Segment* segment, JpegTables* tables, tc_diagnostic* diagnostic) {
  tc_status status = TC_OK;
  if (segment->type == kJpegDqt) status = ReadQuantization(segment, tables, diagnostic);
  if (segment->type == kJpegDht) status = ReadHuffman(segment, tables, diagnostic);
  if (segment->type == kJpegDri) {
    uint8_t bytes[2];
    if (segment->left != 2 || !segment->Read(bytes, 2))
      return Corrupt(diagnostic, "JPEG restart interval bytes", segment->left, 2);
    tables->restart_interval = ReadBig16(bytes);
  }
  // What a file that ended left out was filled with anything.
  return segment->source->exhausted() ? JpegTruncated(*segment->source, diagnostic) : status;
}

}  // namespace tinyclassify::image
