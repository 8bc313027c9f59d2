// Any bytes as a picture, or as a frame of pixels where they begin with "FRAME": the decoder answers with a status, stays
// inside the file and the workspace, and gives the same answer twice.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "image/image.h"

namespace {

constexpr int64_t kMostWorkspaceBytes = 8 << 20;

void Require(bool condition) {
  if (!condition) abort();
}

/// Source: PNG specification, annex D.
uint32_t Crc32(const uint8_t* bytes, size_t count) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < count; ++i) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return ~crc;
}

/// Mends the checksums of a PNG's chunks, so that mutations reach what lies behind them.
void MendPng(uint8_t* file, size_t size) {
  if (size < 8 || memcmp(file, "\x89PNG\r\n\x1a\n", 8) != 0) return;
  for (size_t at = 8; size - at >= 12;) {
    uint32_t length = 0;
    for (size_t i = 0; i < 4; ++i) length = length << 8 | file[at + i];
    if (length > size - at - 12) return;
    const uint32_t crc = Crc32(file + at + 4, length + 4);
    for (size_t i = 0; i < 4; ++i) file[at + 8 + length + i] = static_cast<uint8_t>(crc >> (24 - 8 * i));
    at += 12 + length;
  }
}

struct Answer {
  tc_status status;
  tc_diagnostic diagnostic;
  std::vector<uint8_t> rgb;
};

/// How a file is handed out: in pieces of any size, failing or cancelled anywhere.
struct Pieces {
  tc_memory_file file;
  uint32_t state;       // Of the pieces' sizes; 0: as large as asked for.
  uint32_t fails_at;    // Byte.
  uint32_t calls_left;  // Of progress.
};

int32_t ReadPiece(void* context, uint8_t* buffer, uint32_t capacity) {
  Pieces* const pieces = static_cast<Pieces*>(context);
  if (pieces->file.position >= pieces->fails_at) return -5;
  uint32_t count = capacity;
  if (pieces->state != 0) {
    pieces->state = pieces->state * 1664525u + 1013904223u;
    count = pieces->state >> 24;
    count = count < 1 ? 1 : count > capacity ? capacity : count;
  }
  const uint32_t left = pieces->file.size - pieces->file.position;
  if (count > left) count = left;
  if (count > 0) memcpy(buffer, pieces->file.bytes + pieces->file.position, count);
  pieces->file.position += count;
  return static_cast<int32_t>(count);
}

int32_t Rewind(void* context) {
  static_cast<Pieces*>(context)->file.position = 0;
  return 0;
}

int32_t Progress(void* context) {
  Pieces* const pieces = static_cast<Pieces*>(context);
  return pieces->calls_left-- == 0;
}

/// Decodes in a block of exactly `workspace_bytes`, so that AddressSanitizer guards its end.
Answer Decode(Pieces pieces, uint32_t width, uint32_t height, uint32_t workspace_bytes, int fill) {
  void* memory = nullptr;
  Require(posix_memalign(&memory, TC_ALIGNMENT, workspace_bytes == 0 ? 1 : workspace_bytes) == 0);
  const std::unique_ptr<void, decltype(&free)> workspace(memory, &free);
  memset(memory, fill, workspace_bytes);
  Answer answer = {TC_OK, {}, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3)};
  const tc_picture picture = {{ReadPiece, Rewind, &pieces}, Progress, &pieces, memory, workspace_bytes};
  answer.status = tc_decode_picture(&picture, width, height, answer.rgb.data(), &answer.diagnostic);
  Require(answer.status == answer.diagnostic.status && answer.diagnostic.what != nullptr);
  char line[256];
  tc_format_diagnostic(&answer.diagnostic, line, sizeof(line));
  return answer;
}

/// As the model and the board's screen see a picture: two outputs, whose answer must be that of one.
void RenderAsBoard(const Answer& alone, const uint8_t* bytes, uint32_t size, uint32_t width, uint32_t height, uint32_t needed) {
  std::vector<uint8_t> input(static_cast<size_t>(width) * height * 3);
  std::vector<uint16_t> preview(static_cast<size_t>(width) * height);
  std::vector<int8_t> table(3 * 256, static_cast<int8_t>(size));
  const tc_pixel_format format = size % 2 == 0 ? TC_PIXELS_INT8 : TC_PIXELS_GREY_INT8;
  const tc_image_target targets[2] = {{input.data(), width, height, format, size % 4 < 2 ? nullptr : table.data()},
                                      {preview.data(), width, height, TC_PIXELS_RGB565}};
  // Of an interlaced picture both outputs' sums may be kept in place of one's.
  const size_t workspace_bytes = needed + (width > height ? width : height) * TC_IMAGE_BYTES_PER_COLUMN + TC_ALIGNMENT +
                                 static_cast<size_t>(width) * height * 12;
  void* memory = nullptr;
  Require(posix_memalign(&memory, TC_ALIGNMENT, workspace_bytes) == 0);
  const std::unique_ptr<void, decltype(&free)> workspace(memory, &free);
  tc_memory_file file = {bytes, size, 0};
  tc_picture picture = {{}, nullptr, nullptr, memory, static_cast<uint32_t>(workspace_bytes)};
  tc_memory_reader(&file, &picture.file);
  tc_diagnostic diagnostic;
  Require(tc_image_render(&picture, targets, 2, &diagnostic) == alone.status);
  if (alone.status != TC_OK) return;
  // Fitted into its own size a picture stays what it is.
  std::vector<uint8_t> again(alone.rgb.size());
  std::vector<uint64_t> columns((width > height ? width : height) * (TC_IMAGE_BYTES_PER_COLUMN / sizeof(uint64_t)));
  const tc_image_target same = {again.data(), width, height, TC_PIXELS_RGB888};
  tc_image_fit(alone.rgb.data(), width, height, &same, columns.data());
  Require(again == alone.rgb);
  if (format == TC_PIXELS_INT8 && targets[0].table == nullptr) {
    for (size_t i = 0; i < again.size(); ++i) Require(input[i] == (again[i] ^ 0x80));
  }
}

/// As a bitmap of the board has it: the whole picture, whose rows lie further apart than they are long.
void DrawAsBitmap(const Answer& alone, const Pieces& file, const tc_picture_info& info) {
  const uint32_t stride = info.width + file.file.size % 4;
  std::vector<uint16_t> pixels(static_cast<size_t>(stride) * info.height);
  void* memory = nullptr;
  Require(posix_memalign(&memory, TC_ALIGNMENT, info.workspace_bytes) == 0);
  const std::unique_ptr<void, decltype(&free)> workspace(memory, &free);
  Pieces pieces = file;
  tc_picture picture = {{ReadPiece, Rewind, &pieces}, nullptr, nullptr, memory, info.workspace_bytes};
  Require(tc_image_draw_whole(&picture, &info, stride, pixels.data(), nullptr) == alone.status);
  for (uint32_t i = 0; alone.status == TC_OK && i < info.width * info.height; ++i) {
    const uint8_t* const rgb = alone.rgb.data() + static_cast<size_t>(i) * 3;
    const uint32_t red = (rgb[0] * 31u + 127) / 255, green = (rgb[1] * 63u + 127) / 255, blue = (rgb[2] * 31u + 127) / 255;
    Require(pixels[static_cast<size_t>(i / info.width) * stride + i % info.width] == (red << 11 | green << 5 | blue));
  }
  Require(tc_image_draw_whole(&picture, &info, info.width - 1, pixels.data(), nullptr) == TC_ERROR_ARGUMENT);
  picture.file.rewind = nullptr;
  Require(tc_image_draw_whole(&picture, &info, stride, pixels.data(), nullptr) == TC_ERROR_READ);
}

/// Reads pixels as they come, in any of the formats and a few that are none.
void ReadAsFrame(const uint8_t* bytes, uint32_t size) {
  if (size < 10) return;
  const uint32_t format = bytes[5] % 6, width = bytes[6] + 1u, height = bytes[7] % 64 + 1u, stride = width * (bytes[8] % 6);
  if (size - 9 < stride * height) return;
  const std::unique_ptr<uint8_t[]> pixels(new uint8_t[static_cast<size_t>(stride) * height + 1]);
  memcpy(pixels.get(), bytes + 9, static_cast<size_t>(stride) * height);
  tc_frame_file file = {{pixels.get(), width, height, stride, format}, 0};
  std::vector<uint64_t> workspace(1 << 16);
  tc_picture picture = {{}, nullptr, nullptr, workspace.data(), static_cast<uint32_t>(workspace.size() * sizeof(uint64_t))};
  tc_diagnostic diagnostic;
  if (tc_frame_reader(&file, &picture.file, &diagnostic) != TC_OK) return;
  picture.workspace =
      reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(picture.workspace) + TC_ALIGNMENT - 1) / TC_ALIGNMENT * TC_ALIGNMENT);
  picture.workspace_bytes -= TC_ALIGNMENT;
  std::vector<uint8_t> rgb(static_cast<size_t>(width) * height * 3);
  Require(tc_decode_picture(&picture, width, height, rgb.data(), &diagnostic) == TC_OK);
  if (picture.file.rewind(picture.file.context) != 0) abort();
  const uint32_t other_width = bytes[9] + 1u;
  rgb.resize(static_cast<size_t>(other_width) * height * 3);
  Require(tc_decode_picture(&picture, other_width, height, rgb.data(), &diagnostic) == TC_OK);
}

/// Arguments that no file can make wrong.
bool RefusesArguments() {
  alignas(TC_ALIGNMENT) static uint8_t workspace[64];
  uint8_t rgb[3];
  tc_memory_file file = {workspace, 1, 0};
  tc_picture picture = {{}, nullptr, nullptr, workspace, sizeof(workspace)};
  tc_memory_reader(&file, &picture.file);
  tc_picture lacking[3] = {picture, picture, picture};
  lacking[0].workspace = nullptr;
  lacking[1].workspace = workspace + 1;
  lacking[2].file.read = nullptr;
  for (const tc_picture& wrong : lacking) Require(tc_decode_picture(&wrong, 1, 1, rgb, nullptr) == TC_ERROR_ARGUMENT);
  Require(tc_decode_picture(nullptr, 1, 1, rgb, nullptr) == TC_ERROR_ARGUMENT);
  Require(tc_decode_picture(&picture, 0, 1, rgb, nullptr) == TC_ERROR_ARGUMENT);
  Require(tc_decode_picture(&picture, 1, 1, nullptr, nullptr) == TC_ERROR_ARGUMENT);
  Require(tc_image_render(&picture, nullptr, 1, nullptr) == TC_ERROR_ARGUMENT);
  tc_picture_info info;
  Require(tc_probe_picture(nullptr, &info, nullptr) == TC_ERROR_ARGUMENT);
  Require(tc_probe_picture(&picture.file, nullptr, nullptr) == TC_ERROR_ARGUMENT);
  tc_frame_file frame = {{rgb, 1, 1, 3, TC_FRAME_RGB888}, 0};
  tc_reader reader;
  Require(tc_frame_reader(nullptr, &reader, nullptr) == TC_ERROR_ARGUMENT);
  for (const tc_frame& wrong : {tc_frame{rgb, 0, 1, 3, TC_FRAME_RGB888}, tc_frame{rgb, 1, 1, 2, TC_FRAME_RGB888},
                                tc_frame{rgb, 1, 65535, 65535, TC_FRAME_RGB888}, tc_frame{rgb, 1, 1, 3, 9}}) {
    frame.frame = wrong;
    Require(tc_frame_reader(&frame, &reader, nullptr) == TC_ERROR_ARGUMENT);
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bool refuses = RefusesArguments();
  if (!refuses || size > 1 << 20) return 0;
  if (size > 5 && memcmp(data, "FRAME", 5) == 0) {
    ReadAsFrame(data, static_cast<uint32_t>(size));
    return 0;
  }
  const std::unique_ptr<uint8_t[]> file(new uint8_t[size]);
  if (size > 0) memcpy(file.get(), data, size);
  MendPng(file.get(), size);
  const uint32_t bytes = static_cast<uint32_t>(size);

  const Pieces whole = {{file.get(), bytes, 0}, 0, UINT32_MAX, UINT32_MAX};
  Pieces small = whole;
  small.state = bytes + 1;

  tc_picture_info info;
  Pieces probe = small;
  const tc_reader reader = {ReadPiece, Rewind, &probe};
  const tc_status probed = tc_probe_picture(&reader, &info, nullptr);
  const uint64_t pixels = static_cast<uint64_t>(info.width) * info.height;
  // At its own size, or in one of a few others.
  const bool own = probed == TC_OK && size % 3 == 0 && info.width <= 256 && info.height <= 256;
  const uint32_t width = own ? info.width : size % 7 == 0 ? 1 : size % 7 == 1 ? 100 : 16;
  const uint32_t height = own ? info.height : size % 5 == 0 ? 33 : 16;
  const Answer refused = Decode(whole, width, height, 0, 0);
  Require(refused.status != TC_OK);
  if (probed != TC_OK) {
    Require(refused.status == probed);
    return 0;
  }
  // Larger ones take the fuzzer's time and no other code.
  if (pixels > 4 << 20) return 0;
  if (strncmp(refused.diagnostic.what, "workspace bytes", 15) != 0 || refused.diagnostic.seen > kMostWorkspaceBytes) return 0;
  const uint32_t needed = static_cast<uint32_t>(refused.diagnostic.seen);
  Require(needed <= info.workspace_bytes);
  // Nothing may depend on what the workspace held before, nor on how the file was handed out.
  const Answer first = Decode(whole, width, height, needed, 0x00);
  if (pixels > 1 << 20) return 0;
  const Answer second = Decode(small, width, height, needed, 0xFF);
  Require(first.status == second.status);
  Require(first.status != TC_OK || first.rgb == second.rgb);
  // The ways out are the same in small pictures.
  if (pixels > 1 << 16) return 0;
  RenderAsBoard(first, file.get(), bytes, width, height, needed);
  if (own) DrawAsBitmap(first, small, info);
  Pieces failing = small;
  failing.fails_at = bytes / 2;
  const Answer failed = Decode(failing, width, height, needed, 0x00);
  Require(failed.status == TC_ERROR_READ || failed.status == first.status);
  Pieces cancelled = whole;
  cancelled.calls_left = bytes % 11;
  const Answer stopped = Decode(cancelled, width, height, needed, 0x00);
  Require(stopped.status == TC_ERROR_CANCELLED || stopped.status == first.status);
  return 0;
}
