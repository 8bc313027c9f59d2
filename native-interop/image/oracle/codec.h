// libjpeg-turbo and libpng as the tests use them: to make files of every variety, and to decode them as others do.
#ifndef TINYCLASSIFY_IMAGE_ORACLE_CODEC_H
#define TINYCLASSIFY_IMAGE_ORACLE_CODEC_H

#include <cstdint>
#include <vector>

namespace tinyclassify::image::oracle {

using Bytes = std::vector<uint8_t>;

struct JpegVariety {
  int quality = 85;
  int h = 2, v = 2;       // Sampling factors of the first component; the others have 1.
  int components = 3;     // 1: grey; 3; 4: CMYK or YCCK.
  bool transform = true;  // To Y Cb Cr, or YCCK.
  int script = 0;         // 0: baseline; 1: libjpeg's progression; 2: spectral selection alone; 3: refinements of everything.
  int restart = 0;        // MCUs.
  bool optimize = false;
};

/// @param rgb  uint8 [height, width, 3]; of CMYK the fourth component follows from the first
Bytes EncodeJpeg(const Bytes& rgb, uint32_t width, uint32_t height, const JpegVariety& variety);

/// @return uint8 [height, width, 3], inks multiplied
Bytes DecodeJpeg(const Bytes& file);

struct PngVariety {
  int color = 2;  // PNG's colour type.
  int depth = 8;
  bool interlaced = false;
  bool transparency = false;  // A tRNS chunk.
  double gamma = 0;           // A gAMA chunk, unless 0.
};

/// @param samples  rows as PNG stores them
Bytes EncodePng(const Bytes& samples, uint32_t width, uint32_t height, const PngVariety& variety);

/// @return uint8 [height, width, 3], transparent pixels over white, gamma not looked at
Bytes DecodePng(const Bytes& file);

}  // namespace tinyclassify::image::oracle

#endif
