// What other decoders overlook in JPEGs is overlooked, and shows the very pixels of the file without it.
#include <gtest/gtest.h>

#include "jpeg_header.h"
#include "test_support.h"

namespace tinyclassify::image {
namespace {

/// Where marker segments begin, up to the first scan's.
std::vector<size_t> Segments(const File& jpeg) {
  std::vector<size_t> places;
  for (size_t at = 2; at + 4 < jpeg.size();) {
    places.push_back(at);
    if (jpeg[at + 1] == kJpegSos) break;
    at += 2 + (jpeg[at + 2] * size_t{256} + jpeg[at + 3]);
  }
  return places;
}

File With(const File& jpeg, size_t at, const File& inserted) {
  File file = jpeg;
  file.insert(file.begin() + static_cast<ptrdiff_t>(at), inserted.begin(), inserted.end());
  return file;
}

File Without(const File& jpeg, uint8_t marker) {
  File file(jpeg.begin(), jpeg.begin() + 2);
  const std::vector<size_t> places = Segments(jpeg);
  for (size_t i = 0; i < places.size(); ++i) {
    const size_t end = i + 1 < places.size() ? places[i + 1] : jpeg.size();
    if (jpeg[places[i] + 1] == marker) continue;
    file.insert(file.end(), jpeg.begin() + static_cast<ptrdiff_t>(places[i]), jpeg.begin() + static_cast<ptrdiff_t>(end));
  }
  return file;
}

constexpr uint8_t kStray[] = {0, 0x0D, 0x0A, 0x20, 0x7F};

TEST(JpegTolerance, StrayBytesBeforeAnySegmentOrTheEnd) {
  for (const char* name : {"baseline_420.jpg", "progressive_420.jpg", "restart.jpg"}) {
    const File original = Golden(name);
    const File expected = Decode(original).rgb;
    std::vector<size_t> places = Segments(original);
    places.erase(places.begin());           // FF behind SOI is what a JPEG is known by.
    places.push_back(original.size() - 2);  // EOI.
    for (const size_t place : places) {
      for (const size_t count : {1u, 2u, 3u, 65u}) {
        File stray;
        for (size_t i = 0; i < count; ++i) stray.push_back(kStray[i % sizeof(kStray)]);
        const Decoded decoded = Decode(With(original, place, stray));
        EXPECT_EQ(decoded.rgb, expected) << name << " at " << place << ": " << decoded.diagnostic.what;
      }
      EXPECT_EQ(Decode(With(original, place, {0xFF, 0xFF, 0xFF})).rgb, expected) << name << " fill bytes at " << place;
    }
  }
}

TEST(JpegTolerance, StrayBytesBeforeARestart) {
  const File original = Golden("restart.jpg");
  const File expected = Decode(original).rgb;
  uint32_t restarts = 0;
  for (size_t at = Segments(original).back(); at + 1 < original.size(); ++at) {
    if (original[at] != 0xFF || original[at + 1] < kJpegRst0 || original[at + 1] > kJpegRst0 + 7) continue;
    ++restarts;
    EXPECT_EQ(Decode(With(original, at, {0, 0, 0})).rgb, expected) << at;
    File other = original;
    other[at + 1] = static_cast<uint8_t>(kJpegRst0 + (other[at + 1] + 1) % 8);
    EXPECT_EQ(Decode(other).status, TC_ERROR_PICTURE_CORRUPT) << "another restart's number at " << at;
  }
  EXPECT_GT(restarts, 0u);
}

TEST(JpegTolerance, AnEndMarkerMayLackAndAnythingMayFollowIt) {
  for (const char* name : {"baseline_420.jpg", "progressive_420.jpg", "grey.jpg"}) {
    const File original = Golden(name);
    const File expected = Decode(original).rgb;
    for (const size_t missing : {1u, 2u}) {
      EXPECT_EQ(Decode(File(original.begin(), original.end() - static_cast<ptrdiff_t>(missing))).rgb, expected) << name;
    }
    EXPECT_EQ(Decode(With(original, original.size(), Noise(3000, 1))).rgb, expected) << name;
    EXPECT_EQ(Decode(With(original, original.size(), original)).rgb, expected) << name << " twice";
  }
}

TEST(JpegTolerance, WithoutHuffmanTablesTheStandardsOwnAreMeant) {
  for (const char* name : {"baseline_420.jpg", "baseline_444.jpg", "grey.jpg", "restart.jpg"}) {
    const File frame = Without(Golden(name), kJpegDht);
    ASSERT_LT(frame.size(), Golden(name).size());
    EXPECT_EQ(Decode(frame).rgb, Decode(Golden(name)).rgb) << name;
  }
  // There are none for progressive scans.
  EXPECT_EQ(Decode(Without(Golden("progressive_420.jpg"), kJpegDht)).status, TC_ERROR_PICTURE_CORRUPT);
  EXPECT_EQ(Decode(Without(Golden("baseline_420.jpg"), kJpegDqt)).status, TC_ERROR_PICTURE_CORRUPT);
}

TEST(JpegTolerance, JfifWinsOverAdobesMarker) {
  const File jfif = {0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};
  const File adobe = {0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};  // Transform 0: not Y Cb Cr.
  const File original = Golden("baseline_444.jpg");
  const File bare = Without(Without(original, kJpegApp0), kJpegApp14);
  const File expected = Decode(original).rgb;
  EXPECT_EQ(Decode(With(With(bare, 2, jfif), 2, adobe)).rgb, expected);
  EXPECT_EQ(Decode(With(With(bare, 2, adobe), 2, jfif)).rgb, expected);
  EXPECT_EQ(Decode(bare).rgb, expected);
  const Decoded alone = Decode(With(bare, 2, adobe));
  EXPECT_EQ(alone.status, TC_OK);
  EXPECT_NE(alone.rgb, expected) << "alone, Adobe's marker counts";
}

}  // namespace
}  // namespace tinyclassify::image
