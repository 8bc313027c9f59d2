#include <png.h>

#include <cstring>

#include "codec.h"

namespace tinyclassify::image::oracle {
namespace {

void Write(png_structp png, png_bytep data, size_t size) {
  Bytes* const file = static_cast<Bytes*>(png_get_io_ptr(png));
  file->insert(file->end(), data, data + size);
}

struct Reading {
  const Bytes* file;
  size_t at;
};

void Read(png_structp png, png_bytep data, size_t size) {
  Reading* const reading = static_cast<Reading*>(png_get_io_ptr(png));
  if (size > reading->file->size() - reading->at) png_error(png, "the file ends");
  memcpy(data, reading->file->data() + reading->at, size);
  reading->at += size;
}

}  // namespace

Bytes EncodePng(const Bytes& samples, uint32_t width, uint32_t height, const PngVariety& variety) {
  Bytes file;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &file, Write, nullptr);
  png_set_IHDR(png, info, width, height, variety.depth, variety.color,
               variety.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  if (variety.gamma != 0) png_set_gAMA(png, info, variety.gamma);
  const int colors = 1 << (variety.depth < 8 ? variety.depth : 8);
  png_color palette[256];
  png_byte alphas[256];
  for (int i = 0; i < colors; ++i) {
    palette[i] = {static_cast<png_byte>(i * 37), static_cast<png_byte>(255 - i), static_cast<png_byte>(i * i)};
    alphas[i] = static_cast<png_byte>(i * 11);
  }
  if (variety.color == PNG_COLOR_TYPE_PALETTE) png_set_PLTE(png, info, palette, colors);
  if (variety.transparency) {
    png_color_16 key = {0, 1, 1, 1, 1};
    png_set_tRNS(png, info, alphas, variety.color == PNG_COLOR_TYPE_PALETTE ? colors / 2 : 0, &key);
  }
  png_write_info(png, info);
  const size_t row_bytes = png_get_rowbytes(png, info);
  std::vector<png_bytep> rows;
  for (size_t y = 0; y < height; ++y) rows.push_back(const_cast<png_bytep>(samples.data() + y * row_bytes));
  png_write_image(png, rows.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return file;
}

Bytes DecodePng(const Bytes& file) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  Reading reading = {&file, 0};
  png_set_read_fn(png, &reading, Read);
  png_read_info(png, info);
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  Bytes rgba(width * height * 4), rgb;
  std::vector<png_bytep> rows;
  for (size_t y = 0; y < height; ++y) rows.push_back(rgba.data() + y * width * 4);
  png_read_image(png, rows.data());
  png_read_end(png, nullptr);
  png_destroy_read_struct(&png, &info, nullptr);
  for (size_t i = 0; i < width * height; ++i) {
    const uint32_t alpha = rgba[i * 4 + 3];
    for (size_t c = 0; c < 3; ++c) {
      rgb.push_back(static_cast<uint8_t>((rgba[i * 4 + c] * alpha + 255u * (255u - alpha) + 127u) / 255u));
    }
  }
  return rgb;
}

}  // namespace tinyclassify::image::oracle
