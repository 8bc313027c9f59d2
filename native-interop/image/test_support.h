// What the picture tests share: files, decoding into exactly so much memory, and small PNG and BMP writers.
#ifndef TINYCLASSIFY_IMAGE_TEST_SUPPORT_H
#define TINYCLASSIFY_IMAGE_TEST_SUPPORT_H

#include <cstdint>
#include <string>
#include <vector>

#include "image.h"

namespace tinyclassify::image {

using File = std::vector<uint8_t>;

struct Decoded {
  tc_status status;
  tc_diagnostic diagnostic;
  uint32_t width, height;
  std::vector<uint8_t> rgb;  // [height, width, 3]
};

/// A picture of the folder golden/.
File Golden(const std::string& name);

/// Names of the golden JPEGs that are decoded.
std::vector<std::string> GoldenJpegs();

/// Renders into one RGB output within `workspace_bytes` of heap memory, so that AddressSanitizer guards its ends; the
/// file lies in a block of its own size too.
Decoded DecodeWithin(const File& file, uint32_t width, uint32_t height, uint32_t workspace_bytes);

/// Whether it was refused for too little workspace.
bool WantsMemory(const Decoded& decoded);

/// tc_probe_picture of a file in memory.
tc_status Probe(const File& file, tc_picture_info* info, tc_diagnostic* diagnostic);

/// The workspace that this takes to the byte.
uint32_t ExactWorkspace(const File& file, uint32_t width, uint32_t height);

/// Decodes in exactly the workspace that it takes.
Decoded Decode(const File& file, uint32_t width, uint32_t height);

/// At the picture's own size, in what tc_probe_picture asks for.
Decoded Decode(const File& file);

/// A PNG's pixel data before compression: rows of a filter byte and samples.
struct PngContent {
  uint32_t width, height;
  uint8_t depth, color;
  bool interlaced = false;
  File rows;                // All passes.
  File palette;             // PLTE; none where empty.
  File transparency;        // tRNS; none where empty.
  uint8_t orientation = 0;  // eXIf; none where 0.
  bool exif_at_end = false;
};

/// Writes stored deflate blocks of up to `block_bytes`, in IDAT chunks of up to `chunk_bytes`.
File WritePng(const PngContent& content, uint32_t block_bytes = 65535, uint32_t chunk_bytes = 8192);

/// Puts the CRC of the chunk at `offset` right after a change.
void FixPngChunk(File* file, uint32_t offset);

/// Reproducible noise.
File Noise(uint32_t bytes, uint32_t seed);

}  // namespace tinyclassify::image

#endif
