// clang-format off
#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>  // It wants size_t and FILE, and includes neither's header.
// clang-format on

#include "codec.h"

namespace tinyclassify::image::oracle {
namespace {

// Scripts for three components, or the first of them.
constexpr jpeg_scan_info kSpectral[] = {
    {3, {0, 1, 2}, 0, 0, 0, 0}, {1, {0}, 1, 5, 0, 0}, {1, {1}, 1, 63, 0, 0}, {1, {2}, 1, 63, 0, 0}, {1, {0}, 6, 63, 0, 0}};
constexpr jpeg_scan_info kRefined[] = {{3, {0, 1, 2}, 0, 0, 0, 2}, {3, {0, 1, 2}, 0, 0, 2, 1}, {3, {0, 1, 2}, 0, 0, 1, 0},
                                       {1, {0}, 1, 63, 0, 3},      {1, {1}, 1, 63, 0, 2},      {1, {2}, 1, 63, 0, 2},
                                       {1, {0}, 1, 63, 3, 2},      {1, {0}, 1, 63, 2, 1},      {1, {1}, 1, 63, 2, 1},
                                       {1, {2}, 1, 63, 2, 1},      {1, {0}, 1, 63, 1, 0},      {1, {1}, 1, 63, 1, 0},
                                       {1, {2}, 1, 63, 1, 0}};

}  // namespace

Bytes EncodeJpeg(const Bytes& rgb, uint32_t width, uint32_t height, const JpegVariety& variety) {
  jpeg_compress_struct jpeg = {};
  jpeg_error_mgr errors;
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = width;
  jpeg.image_height = height;
  jpeg.input_components = variety.components;
  jpeg.in_color_space = variety.components == 1 ? JCS_GRAYSCALE : variety.components == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&jpeg);
  if (variety.components == 3 && !variety.transform) jpeg_set_colorspace(&jpeg, JCS_RGB);
  if (variety.components == 4) jpeg_set_colorspace(&jpeg, variety.transform ? JCS_YCCK : JCS_CMYK);
  jpeg_set_quality(&jpeg, variety.quality, TRUE);
  for (int c = 0; c < variety.components; ++c) {
    const bool fine = c == 0 || c == 3;
    jpeg.comp_info[c].h_samp_factor = fine && variety.components > 1 ? variety.h : 1;
    jpeg.comp_info[c].v_samp_factor = fine && variety.components > 1 ? variety.v : 1;
  }
  jpeg.restart_interval = static_cast<unsigned>(variety.restart);
  jpeg.optimize_coding = variety.optimize ? TRUE : FALSE;
  if (variety.script == 1) jpeg_simple_progression(&jpeg);
  if (variety.script == 2) jpeg.scan_info = kSpectral, jpeg.num_scans = sizeof(kSpectral) / sizeof(kSpectral[0]);
  if (variety.script == 3) jpeg.scan_info = kRefined, jpeg.num_scans = sizeof(kRefined) / sizeof(kRefined[0]);
  jpeg_start_compress(&jpeg, TRUE);
  Bytes row(static_cast<size_t>(width) * static_cast<size_t>(variety.components));
  while (jpeg.next_scanline < height) {
    const uint8_t* from = rgb.data() + static_cast<size_t>(jpeg.next_scanline) * width * 3;
    for (size_t x = 0; x < width; ++x, from += 3) {
      for (size_t c = 0; c < static_cast<size_t>(variety.components); ++c) {
        row[x * static_cast<size_t>(variety.components) + c] = c < 3 ? from[c] : static_cast<uint8_t>(255 - from[0] / 2);
      }
    }
    JSAMPROW rows[1] = {row.data()};
    jpeg_write_scanlines(&jpeg, rows, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  const Bytes file(buffer, buffer + size);
  free(buffer);
  return file;
}

Bytes DecodeJpeg(const Bytes& file) {
  jpeg_decompress_struct jpeg = {};
  jpeg_error_mgr errors;
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, file.data(), file.size());
  jpeg_read_header(&jpeg, TRUE);
  const bool inks = jpeg.num_components == 4;
  jpeg.out_color_space = inks ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&jpeg);
  const size_t width = jpeg.output_width;
  Bytes row(width * static_cast<size_t>(jpeg.output_components)), rgb;
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW rows[1] = {row.data()};
    jpeg_read_scanlines(&jpeg, rows, 1);
    for (size_t x = 0; x < width; ++x) {
      for (size_t c = 0; c < 3; ++c) {
        const uint32_t value = inks ? (row[x * 4 + c] * row[x * 4 + 3] + 127u) / 255u : row[x * 3 + c];
        rgb.push_back(static_cast<uint8_t>(value));
      }
    }
  }
  jpeg_finish_decompress(&jpeg);
  jpeg_destroy_decompress(&jpeg);
  return rgb;
}

}  // namespace tinyclassify::image::oracle
