// The C API's pictures: which format it is, what memory it takes, and the way from the file to the outputs.
#include <cstring>

#include "bmp.h"
#include "failure.h"
#include "image.h"
#include "jpeg.h"
#include "png.h"

namespace tinyclassify::image {
namespace {

constexpr uint8_t kPngSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr char kNull[] = "picture, workspace, output or reader: null pointer";
constexpr Orientation kNotTold = static_cast<Orientation>(0);

bool HasAt(const Source& source, uint32_t offset, const void* bytes, uint32_t count) {
  return source.available() >= offset + count && memcmp(source.data() + offset, bytes, count) == 0;
}

/// Formats that people try and that are not decoded, by name.
const char* NameOfOther(const Source& source) {
  if (HasAt(source, 0, "GIF8", 4)) return "this is a GIF picture";
  if (HasAt(source, 0, "RIFF", 4) && HasAt(source, 8, "WEBP", 4)) return "this is a WebP picture";
  if (HasAt(source, 0, "II*", 3) || HasAt(source, 0, "MM\0*", 4)) return "this is a TIFF picture";
  if (!HasAt(source, 4, "ftyp", 4)) return nullptr;
  if (HasAt(source, 8, "avi", 3)) return "this is an AVIF picture";
  const bool still = HasAt(source, 8, "he", 2) || HasAt(source, 8, "mif1", 4) || HasAt(source, 8, "msf1", 4);
  return still ? "this is a HEIC picture" : "this is a video";
}

/// @param format  receives one of tc_picture_format
tc_status Identify(Source* source, uint32_t* format, tc_diagnostic* diagnostic) {
  const uint32_t size = source->Ahead(12);
  const uint8_t* const data = source->data();
  if (size == 0) return Corrupt(diagnostic, "picture file bytes (empty)", 0, 1);
  constexpr uint8_t kJpegStart[3] = {0xFF, kJpegSoi, 0xFF};
  *format = 0;
  if (HasAt(*source, 0, kJpegStart, sizeof(kJpegStart))) *format = TC_PICTURE_JPEG;
  if (HasAt(*source, 0, kPngSignature, sizeof(kPngSignature))) *format = TC_PICTURE_PNG;
  if (HasAt(*source, 0, "BM", 2)) *format = TC_PICTURE_BMP;
  if (*format != 0) return TC_OK;
  // The beginning of a picture that was cut within its first bytes.
  const bool cut = (size < sizeof(kPngSignature) && memcmp(data, kPngSignature, size) == 0) ||
                   (size < sizeof(kJpegStart) && memcmp(data, kJpegStart, size) == 0) || (size == 1 && data[0] == 'B');
  if (cut) return Corrupt(diagnostic, "picture file bytes (truncated)", size, sizeof(kPngSignature));
  const char* const name = NameOfOther(*source);
  if (name != nullptr) return Fail(diagnostic, TC_ERROR_PICTURE_UNSUPPORTED, name, 0, 0);
  return Fail(diagnostic, TC_ERROR_PICTURE_UNSUPPORTED, "first byte of the file (JPEG has 255, PNG 137, BMP 66)", data[0], 0xFF);
}

/// What tc_image_render hands from step to step.
struct Task {
  Source* source;
  Canvas* canvas;
  BlockAllocator* workspace;
  uint32_t workspace_bytes;
  tc_diagnostic* diagnostic;
};

/// Once it is known how large the picture is.
tc_status Place(const Task& task, uint32_t width, uint32_t height, Orientation orientation, bool bottom_up) {
  const uint64_t pixels = uint64_t{width} * height;
  if (pixels > TC_LARGEST_PICTURE)
    return Fail(task.diagnostic, TC_ERROR_PICTURE_TOO_LARGE, "pixels of the picture", static_cast<int64_t>(pixels),
                TC_LARGEST_PICTURE);
  task.canvas->Place(width, height, orientation, bottom_up);
  return TC_OK;
}

/// Once all memory has been asked for.
/// @param kept  what to call a picture whose kind needs more memory than others; TC_ERROR_PICTURE_TOO_LARGE for the others
tc_status Begin(const Task& task, uint32_t reduction, tc_status kept) {
  if (!task.workspace->fits()) {
    const char* what = "workspace bytes that the picture takes";
    if (kept == TC_ERROR_PICTURE_VARIETY) what = "workspace bytes that the progressive JPEG takes";
    return Fail(task.diagnostic, kept, what, static_cast<int64_t>(task.workspace->used()), task.workspace_bytes);
  }
  task.canvas->Start(reduction);
  return TC_OK;
}

tc_status RenderJpeg(const Task& task) {
  JpegHeader header;
  Segment scan;
  JpegTables* const tables = task.workspace->Take<JpegTables>(1);
  if (tables != nullptr) memset(tables, 0, sizeof(*tables));
  tc_status status = ReadJpegHeader(task.source, &header, tables, &scan, task.diagnostic);
  if (status == TC_OK) status = Place(task, header.width, header.height, header.orientation, false);
  if (status != TC_OK) return status;
  const JpegLayout layout = PlanJpeg(header, *task.canvas);
  const JpegMemory memory = AllocateJpeg(header, layout, tables, task.workspace);
  status = Begin(task, layout.reduction, header.buffered ? TC_ERROR_PICTURE_VARIETY : TC_ERROR_PICTURE_TOO_LARGE);
  return status == TC_OK ? DecodeJpeg(&scan, header, layout, memory, task.canvas, task.diagnostic) : status;
}

/// @param upright  kNotTold, or how the picture lies, from a first pass; receives it where the file told behind the pixels
tc_status RenderPng(const Task& task, Orientation* upright) {
  PngHeader header;
  PngChunks* const chunks = task.workspace->Take<PngChunks>(1);
  if (chunks != nullptr) memset(chunks, 0, sizeof(*chunks));
  PngFile file(task.source, &header, chunks, task.diagnostic);
  tc_status status = file.ReadHeader();
  if (status != TC_OK) return status;
  const Orientation used = *upright != kNotTold ? *upright : header.orientation;
  status = Place(task, header.width, header.height, used, false);
  if (status != TC_OK) return status;
  const PngMemory memory = AllocatePng(header, *task.canvas, task.workspace);
  status = Begin(task, 0, header.interlaced ? TC_ERROR_PICTURE_INTERLACED : TC_ERROR_PICTURE_TOO_LARGE);
  if (status == TC_OK) status = DecodePng(&file, header, *chunks, memory, task.canvas, task.diagnostic);
  *upright = header.orientation != used ? header.orientation : kNotTold;
  return status;
}

tc_status RenderBmp(const Task& task) {
  BmpHeader header;
  tc_status status = ReadBmpHeader(task.source, &header, task.diagnostic);
  if (status == TC_OK) status = Place(task, header.width, header.height, Orientation::kTopLeft, !header.top_down);
  if (status != TC_OK) return status;
  const BmpMemory memory = AllocateBmp(header, task.workspace);
  status = Begin(task, 0, TC_ERROR_PICTURE_TOO_LARGE);
  return status == TC_OK ? DecodeBmp(task.source, header, memory, task.canvas, task.diagnostic) : status;
}

/// One pass over the file.
/// @param upright  as of RenderPng
tc_status Render(const tc_picture& picture, const tc_image_target* targets, uint32_t target_count, Orientation* upright,
                 tc_diagnostic* diagnostic) {
  BlockAllocator workspace(picture.workspace, picture.workspace_bytes);
  Canvas canvas(targets, target_count);
  canvas.Allocate(canvas.columns(), &workspace);
  // Where the workspace is too small the header is read all the same, to tell how much it takes.
  uint8_t small[Source::kLeastBuffer];
  uint8_t* const buffer = workspace.Take<uint8_t>(TC_READ_BYTES);
  Source source(picture.file, buffer != nullptr ? buffer : small, buffer != nullptr ? TC_READ_BYTES : sizeof(small),
                picture.progress, picture.progress_context);
  const Task task = {&source, &canvas, &workspace, picture.workspace_bytes, diagnostic};
  uint32_t format;
  tc_status status = Identify(&source, &format, diagnostic);
  if (status == TC_OK) {
    status = format == TC_PICTURE_JPEG ? RenderJpeg(task) : format == TC_PICTURE_PNG ? RenderPng(task, upright) : RenderBmp(task);
  }
  return source.Judge(status, diagnostic);
}

tc_status CheckReader(const tc_reader& file, tc_diagnostic* diagnostic) {
  return file.read != nullptr ? TC_OK : Fail(diagnostic, TC_ERROR_ARGUMENT, kNull, 0, 1);
}

tc_status CheckArguments(const tc_picture* picture, const tc_image_target* targets, uint32_t count, tc_diagnostic* diagnostic) {
  if (picture == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, kNull, 0, 1);
  if (picture->workspace == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, kNull, 0, 1);
  const uintptr_t misaligned = reinterpret_cast<uintptr_t>(picture->workspace) % TC_ALIGNMENT;
  if (misaligned != 0)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "picture's workspace: misalignment", static_cast<int64_t>(misaligned), 0);
  if (targets == nullptr || count < 1 || count > TC_IMAGE_MAX_TARGETS)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "outputs of a picture", count, 1);
  for (uint32_t i = 0; i < count; ++i) {
    const tc_image_target& target = targets[i];
    if (target.pixels == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, kNull, 0, 1);
    const uint32_t sides[2] = {target.width, target.height};
    for (const uint32_t side : sides) {
      if (side < 1 || side > TC_IMAGE_MAX_SIDE)
        return Fail(diagnostic, TC_ERROR_ARGUMENT, "output's side in pixels (1 to 65535)", side, TC_IMAGE_MAX_SIDE);
    }
  }
  return CheckReader(picture->file, diagnostic);
}

/// Reads a header.
/// @param workspace  counts what decoding takes
tc_status Probe(Source* source, tc_picture_info* info, BlockAllocator* workspace, tc_diagnostic* diagnostic) {
  tc_status status = Identify(source, &info->format, diagnostic);
  if (status != TC_OK) return status;
  Orientation orientation = Orientation::kTopLeft;
  // Shown at its own size, or turned, it takes the most.
  tc_image_target whole = {nullptr, 1, 1, TC_PIXELS_RGB888};
  Canvas canvas(&whole, 1);
  const auto place = [&](uint32_t width, uint32_t height) {
    info->width = whole.width = width, info->height = whole.height = height;
    canvas.Place(width, height, Orientation::kTopLeft, false);
  };
  if (info->format == TC_PICTURE_JPEG) {
    JpegHeader header;
    Segment scan;
    status = ReadJpegHeader(source, &header, nullptr, &scan, diagnostic);
    if (status != TC_OK) return status;
    place(header.width, header.height);
    orientation = header.orientation;
    // Of a picture in several scans as much is kept as may be; a smaller part of it may be kept better.
    uint64_t kept = 0;
    for (uint32_t c = 0; c < header.component_count && header.buffered; ++c) {
      const JpegComponent& component = header.components[c];
      kept += uint64_t{header.mcus_x} * component.h * header.mcus_y * component.v * sizeof(int16_t[64]) + 2 * TC_ALIGNMENT;
    }
    workspace->Take<uint8_t>(kept < kJpegKeptBytes ? kept : kJpegKeptBytes + 2 * TC_ALIGNMENT * JpegHeader::kMaxComponents);
    header.buffered = false;
    AllocateJpeg(header, PlanJpeg(header, canvas), workspace->Take<JpegTables>(1), workspace);
  } else if (info->format == TC_PICTURE_PNG) {
    PngHeader header;
    PngFile file(source, &header, nullptr, diagnostic);
    status = file.ReadHeader();
    if (status != TC_OK) return status;
    place(header.width, header.height);
    workspace->Take<PngChunks>(1);
    AllocatePng(header, canvas, workspace);
    // Which way is up may stand behind the pixels; whether all is well there, decoding will tell.
    if (header.orientation == Orientation::kTopLeft) file.Finish();
    orientation = header.orientation;
  } else {
    BmpHeader header;
    status = ReadBmpHeader(source, &header, diagnostic);
    if (status != TC_OK) return status;
    place(header.width, header.height);
    AllocateBmp(header, workspace);
  }
  if (SwapsAxes(orientation)) {
    const uint32_t swap = info->width;
    info->width = info->height;
    info->height = swap;
  }
  return TC_OK;
}

/// @param context  a tc_memory_file
int32_t ReadMemory(void* context, uint8_t* buffer, uint32_t capacity) {
  tc_memory_file* const file = static_cast<tc_memory_file*>(context);
  const uint32_t left = file->size - file->position;
  const uint32_t count = left < capacity ? left : capacity;
  const uint8_t* const from = file->bytes + file->position;
  // Words, not memcpy: the microcontroller's small library copies byte by byte.
  uint32_t i = 0;
  for (; i + 8 <= count; i += 8) {
    uint32_t first, second;
    memcpy(&first, from + i, sizeof(first));
    memcpy(&second, from + i + 4, sizeof(second));
    memcpy(buffer + i, &first, sizeof(first));
    memcpy(buffer + i + 4, &second, sizeof(second));
  }
  for (; i < count; ++i) buffer[i] = from[i];
  file->position += count;
  return static_cast<int32_t>(count);
}

int32_t RewindMemory(void* context) {
  static_cast<tc_memory_file*>(context)->position = 0;
  return 0;
}

}  // namespace
}  // namespace tinyclassify::image

using namespace tinyclassify::image;
using tinyclassify::BlockAllocator;

void tc_memory_reader(tc_memory_file* file, tc_reader* reader) {
  file->position = 0;
  *reader = {ReadMemory, RewindMemory, file};
}

tc_status tc_probe_picture(const tc_reader* file, tc_picture_info* info, tc_diagnostic* diagnostic) {
  if (info == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, kNull, 0, 1);
  *info = {};
  if (file == nullptr) return Fail(diagnostic, TC_ERROR_ARGUMENT, kNull, 0, 1);
  tc_status status = CheckReader(*file, diagnostic);
  if (status != TC_OK) return status;
  uint8_t buffer[512];
  Source source(*file, buffer, sizeof(buffer), nullptr, nullptr);
  BlockAllocator count(nullptr, UINT32_MAX);
  count.Take<uint8_t>(TC_READ_BYTES);
  tc_picture_info found = {};
  status = source.Judge(Probe(&source, &found, &count, diagnostic), diagnostic);
  if (status != TC_OK) return status;
  Canvas canvas(nullptr, 0);
  const uint32_t side = found.width > found.height ? found.width : found.height;
  canvas.Allocate(side > TC_IMAGE_FREE_COLUMNS ? side : TC_IMAGE_FREE_COLUMNS, &count);
  found.workspace_bytes = count.used() < BlockAllocator::kMost ? count.used() : UINT32_MAX;
  *info = found;
  return Succeed(diagnostic);
}

tc_status tc_image_render(const tc_picture* picture, const tc_image_target* targets, uint32_t target_count,
                          tc_diagnostic* diagnostic) {
  tc_status status = CheckArguments(picture, targets, target_count, diagnostic);
  if (status != TC_OK) return status;
  Orientation upright = kNotTold;
  status = Render(*picture, targets, target_count, &upright, diagnostic);
  if (status == TC_OK && upright != kNotTold && picture->file.rewind != nullptr) {
    const int32_t rewound = picture->file.rewind(picture->file.context);
    if (rewound != 0) return Fail(diagnostic, TC_ERROR_READ, "the rewinder's answer", rewound, 0);
    status = Render(*picture, targets, target_count, &upright, diagnostic);
  }
  return status == TC_OK ? Succeed(diagnostic) : status;
}

tc_status tc_decode_picture(const tc_picture* picture, uint32_t width, uint32_t height, uint8_t* rgb, tc_diagnostic* diagnostic) {
  const tc_image_target target = {rgb, width, height, TC_PIXELS_RGB888};
  return tc_image_render(picture, &target, 1, diagnostic);
}
