// JPEG (T.81) with Huffman coding and 8 bits: baseline, extended and progressive; grey, Y Cb Cr and RGB.
#ifndef TINYCLASSIFY_IMAGE_JPEG_H
#define TINYCLASSIFY_IMAGE_JPEG_H

#include "canvas.h"
#include "jpeg_header.h"
#include "jpeg_huffman.h"

namespace tinyclassify::image {

constexpr uint32_t kJpegTables = 4;

/// Tables that segments define and scans use.
struct JpegTables {
  uint16_t quantization[kJpegTables][64];  ///< Row after row, not in zigzag order.
  JpegHuffman dc[kJpegTables];
  JpegHuffman ac[kJpegTables];
  uint32_t quantization_set, dc_set, ac_set;  ///< Bit t: table t has been defined.
  uint32_t restart_interval;                  ///< MCUs; 0: none.
};

struct JpegMemory {
  JpegTables* tables;
  uint16_t (*component_quantization)[64];  ///< [3]: what each component's scans use.
  int8_t (*point)[64];  ///< [3]: lowest bit known of each coefficient, -1: nothing. Progressive only.
  int16_t* coefficients[JpegHeader::kMaxComponents];  ///< Buffered: [mcus_y * v, mcus_x * h, 64].
  uint8_t* samples[JpegHeader::kMaxComponents];       ///< [1 + 8 * v, Stride]: the row before, and a row of MCUs.
  uint8_t* enlarged[JpegHeader::kMaxComponents];      ///< [mcus_x * 8 * h_max]
  uint8_t* rgb;                                       ///< [width, 3]
};

/// @param tables  taken from the workspace before
JpegMemory AllocateJpeg(const JpegHeader& header, JpegTables* tables, Workspace* workspace);

/// @param first_scan  as ReadJpegHeader left it
/// @param canvas      started
tc_status DecodeJpeg(Segment* first_scan, const JpegHeader& header, const JpegMemory& memory, Canvas* canvas,
                     tc_diagnostic* diagnostic);

/// Reads a DQT, DHT or DRI segment into the tables; others say nothing.
tc_status ReadJpegTables(Segment* segment, JpegTables* tables, tc_diagnostic* diagnostic);

/// Puts one of the four tables of T.81, K.3.3 in its place.
/// @param table  0: luminance; 1: chrominance
void SetStandardHuffman(JpegTables* tables, bool ac, uint32_t table);

/// Position in the block, row after row, of the coefficient that comes k-th in the file (T.81, figure A.6).
extern const uint8_t kJpegZigzag[64];

}  // namespace tinyclassify::image

#endif
