// Any bytes as a picture: the decoder answers with a status, stays inside the file and the workspace, and gives the
// same answer twice.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "crc32.h"
#include "tinyclassify.h"

namespace {

constexpr int64_t kMostWorkspaceBytes = 8 << 20;

void Require(bool condition) {
  if (!condition) abort();
}

/// Mends the checksums of a PNG's chunks, so that mutations reach what lies behind them.
void MendPng(uint8_t* file, size_t size) {
  if (size < 8 || memcmp(file, "\x89PNG\r\n\x1a\n", 8) != 0) return;
  for (size_t at = 8; size - at >= 12;) {
    uint32_t length = 0;
    for (size_t i = 0; i < 4; ++i) length = length << 8 | file[at + i];
    if (length > size - at - 12) return;
    const uint32_t crc = tinyclassify::image::Crc32(file + at + 4, length + 4);
    for (size_t i = 0; i < 4; ++i) file[at + 8 + length + i] = static_cast<uint8_t>(crc >> (24 - 8 * i));
    at += 12 + length;
  }
}

struct Answer {
  tc_status status;
  tc_diagnostic diagnostic;
  std::vector<uint8_t> rgb;
};

/// Decodes in a block of exactly `workspace_bytes`, so that AddressSanitizer guards its end.
Answer Decode(const uint8_t* file, uint32_t size, uint32_t width, uint32_t height, uint32_t workspace_bytes, int fill) {
  void* memory = nullptr;
  Require(posix_memalign(&memory, TC_ALIGNMENT, workspace_bytes == 0 ? 1 : workspace_bytes) == 0);
  const std::unique_ptr<void, decltype(&free)> workspace(memory, &free);
  memset(memory, fill, workspace_bytes);
  Answer answer = {TC_OK, {}, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3)};
  tc_memory_file bytes = {file, size, 0};
  tc_picture picture = {{}, nullptr, nullptr, memory, workspace_bytes};
  tc_memory_reader(&bytes, &picture.file);
  answer.status = tc_decode_picture(&picture, width, height, answer.rgb.data(), &answer.diagnostic);
  Require(answer.status == answer.diagnostic.status && answer.diagnostic.what != nullptr);
  char line[256];
  tc_format_diagnostic(&answer.diagnostic, line, sizeof(line));
  return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 1 << 20) return 0;
  const std::unique_ptr<uint8_t[]> file(new uint8_t[size]);
  if (size > 0) memcpy(file.get(), data, size);
  MendPng(file.get(), size);
  const uint32_t bytes = static_cast<uint32_t>(size);

  tc_picture_info info;
  const tc_status probed = tc_probe_picture(file.get(), bytes, &info, nullptr);
  // Larger ones take the fuzzer's time and no other code.
  if (probed == TC_OK && static_cast<uint64_t>(info.width) * info.height > 1 << 20) return 0;
  const uint32_t width = size % 7 == 0 ? 1 : size % 7 == 1 ? 100 : 16;
  const uint32_t height = size % 5 == 0 ? 33 : 16;
  const Answer refused = Decode(file.get(), bytes, width, height, 0, 0);
  Require(refused.status != TC_OK);
  if (probed != TC_OK) {
    Require(refused.status == probed);
    return 0;
  }
  if (refused.status != TC_ERROR_PICTURE_TOO_LARGE || refused.diagnostic.seen > kMostWorkspaceBytes) return 0;
  const uint32_t needed = static_cast<uint32_t>(refused.diagnostic.seen);
  Require(needed <= info.workspace_bytes);
  // Nothing may depend on what the workspace held before.
  const Answer first = Decode(file.get(), bytes, width, height, needed, 0x00);
  const Answer second = Decode(file.get(), bytes, width, height, needed, 0xFF);
  Require(first.status == second.status && first.status != TC_ERROR_PICTURE_TOO_LARGE);
  Require(first.status != TC_OK || first.rgb == second.rgb);
  return 0;
}
