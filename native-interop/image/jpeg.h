// JPEG (T.81) with Huffman coding and 8 bits: baseline, extended and progressive; grey, Y Cb Cr and RGB.
#ifndef TINYCLASSIFY_IMAGE_JPEG_H
#define TINYCLASSIFY_IMAGE_JPEG_H

#include "jpeg_huffman.h"
#include "jpeg_idct.h"
#include "jpeg_layout.h"

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

/// What a picture that is shown as it comes looks up for each block of a component.
struct JpegStream {
  const JpegHuffman *dc, *ac;
  const JpegSteps* steps;
  uint8_t* samples;                ///< Of the first wanted MCU, in the row of MCUs under way.
  uint32_t h, v;                   ///< Blocks of an MCU.
  uint32_t columns, rows, stride;  ///< As of JpegPlane.
  uint32_t unit_columns;           ///< Samples a row of an MCU.
};

struct JpegMemory {
  JpegTables* tables;
  JpegSteps* steps;                                   ///< [components]: what each one's scans use.
  JpegStream* streams;                                ///< [components]
  int8_t (*point)[64];                                ///< [components]: lowest bit known of each coefficient, -1: nothing.
  int16_t* coefficients[JpegHeader::kMaxComponents];  ///< Buffered: [blocks, kept * kept], JpegCoefficientBytes of them.
  uint32_t* history[JpegHeader::kMaxComponents];      ///< [blocks, 2]: a bit for each coefficient that is not zero.
  uint8_t* samples[JpegHeader::kMaxComponents];       ///< [1 + rows * v, stride]: the row before, and a row of MCUs.
  uint8_t* enlarged[JpegHeader::kMaxComponents];      ///< A row of samples of the wanted MCUs.
  uint8_t* rgb;                                       ///< The same in colour.
};

/// @param tables  taken from the workspace before
JpegMemory AllocateJpeg(const JpegHeader& header, const JpegLayout& layout, JpegTables* tables, BlockAllocator* workspace);

/// Where a block's kept coefficients stand; null where they are not kept.
/// @param x, y  of the block, within the component
int16_t* JpegKept(const JpegHeader& header, const JpegLayout& layout, const JpegMemory& memory, uint32_t component, uint32_t x,
                  uint32_t y);

/// @param first_scan  as ReadJpegHeader left it
/// @param canvas      started
tc_status DecodeJpeg(Segment* first_scan, const JpegHeader& header, const JpegLayout& layout, const JpegMemory& memory,
                     Canvas* canvas, tc_diagnostic* diagnostic);

/// Reads a DQT, DHT or DRI segment into the tables; others say nothing.
tc_status ReadJpegTables(Segment* segment, JpegTables* tables, tc_diagnostic* diagnostic);

/// Puts one of the four tables of T.81, K.3.3 in its place.
/// @param table  0: luminance; 1: chrominance
void SetStandardHuffman(JpegTables* tables, bool ac, uint32_t table);

/// Position in the block, row after row, of the coefficient that comes k-th in the file (T.81, figure A.6), counted from one; the
/// last one's behind it, where damaged data may lead.
extern const uint8_t kJpegPlaces[1 + 64 + 16];

/// The same, counted from zero.
inline uint32_t JpegZigzag(uint32_t k) { return kJpegPlaces[k + 1]; }

}  // namespace tinyclassify::image

#endif
