// The C API's pictures: which format it is, what memory it takes, and the way from its bytes to the outputs.
#include <cstring>

#include "bmp.h"
#include "failure.h"
#include "image.h"
#include "jpeg.h"
#include "png.h"

namespace tinyclassify::image {
namespace {

constexpr uint8_t kPngSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

struct Header {
  uint32_t format;  // tc_picture_format.
  JpegHeader jpeg;
  PngHeader png;
  BmpHeader bmp;
};

bool HasAt(Bytes file, uint32_t offset, const char* text) {
  const uint32_t size = static_cast<uint32_t>(strlen(text));
  return file.size >= offset + size && memcmp(file.data + offset, text, size) == 0;
}

/// Formats that people try and that are not decoded, by name.
const char* NameOfOther(Bytes file) {
  if (HasAt(file, 0, "GIF8")) return "first byte of a GIF picture (only JPEG, PNG and BMP are decoded)";
  if (HasAt(file, 0, "RIFF") && HasAt(file, 8, "WEBP"))
    return "first byte of a WebP picture (only JPEG, PNG and BMP are decoded)";
  if (HasAt(file, 0, "II*") || HasAt(file, 0, "MM"))
    return "first byte of a TIFF picture (only JPEG, PNG and BMP are decoded)";
  if (HasAt(file, 4, "ftyp")) return "first byte of a HEIF, AVIF or video file (only JPEG, PNG and BMP are decoded)";
  return "first byte of the file (JPEG has 255, PNG 137, BMP 66)";
}

tc_status ReadHeader(Bytes file, Header* header, tc_diagnostic* diagnostic) {
  if (file.size == 0) return Corrupt(diagnostic, "picture file bytes (empty)", 0, 1);
  if (file.size >= 3 && file.data[0] == 0xFF && file.data[1] == kJpegSoi && file.data[2] == 0xFF) {
    header->format = TC_PICTURE_JPEG;
    return ReadJpegHeader(file, &header->jpeg, diagnostic);
  }
  if (file.size >= sizeof(kPngSignature) && memcmp(file.data, kPngSignature, sizeof(kPngSignature)) == 0) {
    header->format = TC_PICTURE_PNG;
    return ReadPngHeader(file, &header->png, diagnostic);
  }
  if (HasAt(file, 0, "BM")) {
    header->format = TC_PICTURE_BMP;
    return ReadBmpHeader(file, &header->bmp, diagnostic);
  }
  // The beginning of a picture that was cut within its first bytes.
  const bool cut = (file.size < 8 && memcmp(file.data, kPngSignature, file.size) == 0) ||
                   (file.size < 3 && file.data[0] == 0xFF && (file.size == 1 || file.data[1] == kJpegSoi)) ||
                   (file.size == 1 && file.data[0] == 'B');
  if (cut)
    return Corrupt(diagnostic, "picture file bytes (truncated in its first bytes)", file.size, sizeof(kPngSignature));
  return Unsupported(diagnostic, NameOfOther(file), file.data[0], 0xFF);
}

struct Memory {
  JpegMemory jpeg;
  PngMemory png;
  BmpMemory bmp;
};

void Allocate(const Header& header, Memory* memory, Workspace* workspace) {
  if (header.format == TC_PICTURE_JPEG) memory->jpeg = AllocateJpeg(header.jpeg, workspace);
  if (header.format == TC_PICTURE_PNG) memory->png = AllocatePng(header.png, workspace);
  if (header.format == TC_PICTURE_BMP) memory->bmp = AllocateBmp(header.bmp, workspace);
}

tc_status Decode(Bytes file, const Header& header, const Memory& memory, Canvas* canvas, tc_diagnostic* diagnostic) {
  if (header.format == TC_PICTURE_JPEG) {
    canvas->Start(header.jpeg.width, header.jpeg.height, header.jpeg.orientation);
    return DecodeJpeg(file, header.jpeg, memory.jpeg, canvas, diagnostic);
  }
  if (header.format == TC_PICTURE_PNG) {
    canvas->Start(header.png.width, header.png.height, Orientation::kTopLeft);
    return DecodePng(file, header.png, memory.png, canvas, diagnostic);
  }
  canvas->Start(header.bmp.width, header.bmp.height, Orientation::kTopLeft);
  return DecodeBmp(file, header.bmp, memory.bmp, canvas, diagnostic);
}

tc_status CheckArguments(const tc_picture* picture, const tc_image_target* targets, uint32_t count,
                         tc_diagnostic* diagnostic) {
  if (picture == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, "picture is NULL", 0, 1);
  if (picture->encoded == nullptr && picture->encoded_bytes != 0)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "picture's encoded bytes are NULL", 0, 1);
  if (picture->workspace == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, "picture's workspace is NULL", 0, 1);
  const uintptr_t misaligned = reinterpret_cast<uintptr_t>(picture->workspace) % TC_ALIGNMENT;
  if (misaligned != 0)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "picture's workspace: address modulo its alignment",
                static_cast<int64_t>(misaligned), 0);
  if (targets == nullptr || count < 1 || count > TC_IMAGE_MAX_TARGETS)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "outputs of a picture", count, 1);
  for (uint32_t i = 0; i < count; ++i) {
    const tc_image_target& target = targets[i];
    if (target.pixels == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, "output's pixels are NULL", 0, 1);
    if (target.width < 1 || target.width > TC_IMAGE_MAX_SIDE)
      return Fail(diagnostic, TC_ERROR_ARGUMENT, "output's width in pixels (1 to 65535)", target.width,
                  TC_IMAGE_MAX_SIDE);
    if (target.height < 1 || target.height > TC_IMAGE_MAX_SIDE)
      return Fail(diagnostic, TC_ERROR_ARGUMENT, "output's height in pixels (1 to 65535)", target.height,
                  TC_IMAGE_MAX_SIDE);
  }
  return TC_OK;
}

}  // namespace
}  // namespace tinyclassify::image

using namespace tinyclassify::image;

tc_status tc_probe_picture(const uint8_t* encoded, uint32_t encoded_bytes, tc_picture_info* info,
                           tc_diagnostic* diagnostic) {
  if (info == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, "picture info is NULL", 0, 1);
  *info = {};
  if (encoded == nullptr && encoded_bytes != 0)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "picture's encoded bytes are NULL", 0, 1);
  Header header;
  const tc_status status = ReadHeader({encoded, encoded_bytes}, &header, diagnostic);
  if (status != TC_OK) return status;

  info->format = header.format;
  Orientation orientation = Orientation::kTopLeft;
  if (header.format == TC_PICTURE_JPEG) {
    info->width = header.jpeg.width, info->height = header.jpeg.height;
    orientation = header.jpeg.orientation;
  } else if (header.format == TC_PICTURE_PNG) {
    info->width = header.png.width, info->height = header.png.height;
  } else {
    info->width = header.bmp.width, info->height = header.bmp.height;
  }
  if (SwapsAxes(orientation)) {
    const uint32_t swap = info->width;
    info->width = info->height;
    info->height = swap;
  }
  Workspace count(nullptr, UINT32_MAX);
  Canvas canvas(nullptr, 0);
  const uint32_t side = info->width > info->height ? info->width : info->height;
  canvas.Allocate(side > TC_IMAGE_FREE_COLUMNS ? side : TC_IMAGE_FREE_COLUMNS, &count);
  Memory memory;
  Allocate(header, &memory, &count);
  info->workspace_bytes = count.Fits() ? static_cast<uint32_t>(count.used()) : UINT32_MAX;
  return Succeed(diagnostic);
}

tc_status tc_image_render(const tc_picture* picture, const tc_image_target* targets, uint32_t target_count,
                          tc_diagnostic* diagnostic) {
  tc_status status = CheckArguments(picture, targets, target_count, diagnostic);
  if (status != TC_OK) return status;
  const Bytes file = {picture->encoded, picture->encoded_bytes};
  Header header;
  status = ReadHeader(file, &header, diagnostic);
  if (status != TC_OK) return status;

  Workspace workspace(picture->workspace, picture->workspace_bytes);
  Canvas canvas(targets, target_count);
  canvas.Allocate(canvas.columns(), &workspace);
  Memory memory;
  Allocate(header, &memory, &workspace);
  if (!workspace.Fits()) {
    return Fail(diagnostic, TC_ERROR_PICTURE_TOO_LARGE, "workspace bytes that the picture takes",
                static_cast<int64_t>(workspace.used()), picture->workspace_bytes);
  }
  status = Decode(file, header, memory, &canvas, diagnostic);
  return status == TC_OK ? Succeed(diagnostic) : status;
}

tc_status tc_decode_picture(const tc_picture* picture, uint32_t width, uint32_t height, uint8_t* rgb,
                            tc_diagnostic* diagnostic) {
  const tc_image_target target = {rgb, width, height, TC_PIXELS_RGB888};
  return tc_image_render(picture, &target, 1, diagnostic);
}
