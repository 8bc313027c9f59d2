// The Huffman tables of T.81, K.3.3, for frames that leave theirs out. The format names them, so they are facts of it.
#include <cstring>

#include "jpeg.h"

namespace tinyclassify::image {
namespace {

// How many codes have 1, 2, ... 16 bits: DC and AC of luminance and chrominance.
constexpr uint8_t kLengths[2][2][16] = {
    {{0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, {0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0}},
    {{0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125}, {0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119}}};

// The AC codes of up to 15 bits. Those of 16 bits follow in the order of their values.
constexpr uint8_t kShort[2][43] = {
    {0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71, 0x14,
     0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82},
    {0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61,
     0x71, 0x13, 0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33,
     0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1, 0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1}};
constexpr uint32_t kShortCount[2] = {37, 43};

}  // namespace

void SetStandardHuffman(JpegTables* tables, bool ac, uint32_t table) {
  JpegHuffman& huffman = ac ? tables->ac[table] : tables->dc[table];
  uint8_t* const symbols = huffman.symbols();
  uint32_t count = ac ? kShortCount[table] : 12;
  if (ac) {
    memcpy(symbols, kShort[table], count);
    // Every run of 0 to 15 zeros before a value of 1 to 10 bits that has no shorter code.
    for (uint32_t symbol = 1; symbol < 256; ++symbol) {
      const uint32_t bits = symbol & 15;
      if (bits >= 1 && bits <= 10 && memchr(kShort[table], static_cast<int>(symbol), kShortCount[table]) == nullptr)
        symbols[count++] = static_cast<uint8_t>(symbol);
    }
  } else {
    for (uint32_t i = 0; i < count; ++i) symbols[i] = static_cast<uint8_t>(i);
  }
  huffman.Build(kLengths[ac][table], count);
}

}  // namespace tinyclassify::image
