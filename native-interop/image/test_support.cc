#include "test_support.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

#include "crc32.h"

namespace tinyclassify::image {
namespace {

void AppendBig32(File* file, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) file->push_back(static_cast<uint8_t>(value >> shift));
}

void AppendChunk(File* file, const char* type, const uint8_t* data, size_t size) {
  const size_t start = file->size();
  AppendBig32(file, static_cast<uint32_t>(size));
  file->insert(file->end(), type, type + 4);
  file->insert(file->end(), data, data + size);
  AppendBig32(file, Crc32(file->data() + start + 4, static_cast<uint32_t>(size + 4)));
}

File StoredZlib(const File& data, uint32_t block_bytes) {
  File stream = {0x78, 0x01};
  size_t at = 0;
  do {
    const size_t size = std::min<size_t>(block_bytes, data.size() - at);
    stream.push_back(at + size == data.size() ? 1 : 0);
    stream.push_back(static_cast<uint8_t>(size));
    stream.push_back(static_cast<uint8_t>(size >> 8));
    stream.push_back(static_cast<uint8_t>(~size));
    stream.push_back(static_cast<uint8_t>(~size >> 8));
    stream.insert(stream.end(), data.begin() + static_cast<ptrdiff_t>(at), data.begin() + static_cast<ptrdiff_t>(at + size));
    at += size;
  } while (at < data.size());
  uint32_t a = 1, b = 0;
  for (const uint8_t byte : data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  AppendBig32(&stream, b << 16 | a);
  return stream;
}

}  // namespace

File Golden(const std::string& name) {
  std::ifstream stream(std::string(TC_IMAGE_GOLDEN) + "/" + name, std::ios::binary);
  EXPECT_TRUE(stream.good()) << name;
  return File(std::istreambuf_iterator<char>(stream), {});
}

std::vector<std::string> GoldenJpegs() {
  return {"baseline_411.jpg",     "baseline_420.jpg",    "baseline_422.jpg",  "baseline_440.jpg",
          "baseline_444.jpg",     "baseline_rgb.jpg",    "grey.jpg",          "optimized.jpg",
          "grey_progressive.jpg", "progressive_420.jpg", "quality_100.jpg",   "progressive_444_restart.jpg",
          "quality_5.jpg",        "restart.jpg",         "separate_scans.jpg"};
}

Decoded DecodeWithin(const File& file, uint32_t width, uint32_t height, uint32_t workspace_bytes) {
  // A copy without spare capacity: reading one byte too many is seen.
  std::unique_ptr<uint8_t[]> encoded(new uint8_t[file.size()]);
  if (!file.empty()) memcpy(encoded.get(), file.data(), file.size());
  std::unique_ptr<uint8_t, decltype(&free)> workspace(nullptr, &free);
  void* memory = nullptr;
  EXPECT_EQ(posix_memalign(&memory, TC_ALIGNMENT, workspace_bytes == 0 ? 1 : workspace_bytes), 0);
  workspace.reset(static_cast<uint8_t*>(memory));
  memset(memory, 0xA5, workspace_bytes);

  Decoded decoded = {TC_OK, {}, width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3)};
  tc_memory_file bytes = {encoded.get(), static_cast<uint32_t>(file.size()), 0};
  tc_picture picture = {{}, nullptr, nullptr, memory, workspace_bytes};
  tc_memory_reader(&bytes, &picture.file);
  decoded.status = tc_decode_picture(&picture, width, height, decoded.rgb.data(), &decoded.diagnostic);
  EXPECT_EQ(decoded.status, decoded.diagnostic.status);
  EXPECT_NE(decoded.diagnostic.what, nullptr);
  return decoded;
}

bool WantsMemory(const Decoded& decoded) { return std::string(decoded.diagnostic.what).rfind("workspace bytes", 0) == 0; }

tc_status Probe(const File& file, tc_picture_info* info, tc_diagnostic* diagnostic) {
  tc_memory_file bytes = {file.data(), static_cast<uint32_t>(file.size()), 0};
  tc_reader reader;
  tc_memory_reader(&bytes, &reader);
  return tc_probe_picture(&reader, info, diagnostic);
}

uint32_t ExactWorkspace(const File& file, uint32_t width, uint32_t height) {
  const Decoded refused = DecodeWithin(file, width, height, 0);
  EXPECT_TRUE(WantsMemory(refused)) << refused.diagnostic.what;
  return static_cast<uint32_t>(refused.diagnostic.seen);
}

Decoded Decode(const File& file, uint32_t width, uint32_t height) {
  const Decoded refused = DecodeWithin(file, width, height, 0);
  if (!WantsMemory(refused)) return refused;
  return DecodeWithin(file, width, height, static_cast<uint32_t>(refused.diagnostic.seen));
}

Decoded Decode(const File& file) {
  tc_picture_info info;
  tc_diagnostic diagnostic;
  const tc_status status = Probe(file, &info, &diagnostic);
  if (status != TC_OK) return {status, diagnostic, 0, 0, {}};
  return DecodeWithin(file, info.width, info.height, info.workspace_bytes);
}

File WritePng(const PngContent& content, uint32_t block_bytes, uint32_t chunk_bytes) {
  File file = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  File header;
  AppendBig32(&header, content.width);
  AppendBig32(&header, content.height);
  for (const int value : {int{content.depth}, int{content.color}, 0, 0, content.interlaced ? 1 : 0}) {
    header.push_back(static_cast<uint8_t>(value));
  }
  AppendChunk(&file, "IHDR", header.data(), header.size());
  if (!content.palette.empty()) AppendChunk(&file, "PLTE", content.palette.data(), content.palette.size());
  if (!content.transparency.empty()) AppendChunk(&file, "tRNS", content.transparency.data(), content.transparency.size());
  const File exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, content.orientation, 0, 0, 0, 0, 0, 0, 0};
  if (content.orientation != 0 && !content.exif_at_end) AppendChunk(&file, "eXIf", exif.data(), exif.size());
  const File stream = StoredZlib(content.rows, block_bytes);
  for (size_t at = 0; at < stream.size(); at += chunk_bytes) {
    AppendChunk(&file, "IDAT", stream.data() + at, std::min<size_t>(chunk_bytes, stream.size() - at));
  }
  if (content.orientation != 0 && content.exif_at_end) AppendChunk(&file, "eXIf", exif.data(), exif.size());
  AppendChunk(&file, "IEND", nullptr, 0);
  return file;
}

void FixPngChunk(File* file, uint32_t offset) {
  uint8_t* const chunk = file->data() + offset;
  const uint32_t size = static_cast<uint32_t>(chunk[0]) << 24 | chunk[1] << 16 | chunk[2] << 8 | chunk[3];
  const uint32_t crc = Crc32(chunk + 4, size + 4);
  for (int i = 0; i < 4; ++i) chunk[8 + size + static_cast<uint32_t>(i)] = static_cast<uint8_t>(crc >> (24 - 8 * i));
}

File Noise(uint32_t bytes, uint32_t seed) {
  File noise(bytes);
  uint32_t state = seed * 2654435761u + 1;
  for (uint8_t& byte : noise) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<uint8_t>(state >> 24);
  }
  return noise;
}

}  // namespace tinyclassify::image
