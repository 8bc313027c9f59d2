#include "path_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace tinyclassify {
namespace card {
namespace {

bool Comes(const std::string& a, const std::string& b) {
  return ComparePaths(a.data(), static_cast<uint32_t>(a.size()), b.data(), static_cast<uint32_t>(b.size())) < 0;
}

std::vector<std::string> Read(const PathList& list) {
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < list.count(); ++i) {
    uint32_t bytes = 0;
    const char* text = list.At(i, &bytes);
    paths.emplace_back(text, bytes);
  }
  return paths;
}

struct Listed {
  std::vector<std::string> paths;
  uint32_t dropped;
};

Listed List(const std::vector<std::string>& all, uint32_t memory_bytes, uint32_t limit) {
  std::vector<uint64_t> memory(memory_bytes / 8 + 1, 0xAAAAAAAAAAAAAAAAu);
  memory.back() = 0x0123456789ABCDEFu;
  PathList list;
  list.Begin(reinterpret_cast<uint8_t*>(memory.data()), memory_bytes / 8 * 8, limit);
  for (const auto& path : all) list.Add(path.data(), static_cast<uint32_t>(path.size()));
  list.Sort();
  EXPECT_EQ(memory.back(), 0x0123456789ABCDEFu);
  return {Read(list), list.dropped()};
}

std::vector<std::string> RandomPaths(std::mt19937& random, size_t count, size_t longest) {
  std::vector<std::string> paths;
  while (paths.size() < count) {
    std::string path(1 + random() % longest, 'a');
    for (char& c : path) c = "aAbBzZ09/. _\xC3\xA4"[random() % 14];
    paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end(), Comes);
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  std::shuffle(paths.begin(), paths.end(), random);
  return paths;
}

TEST(PathList, HoldsAllInNameOrderWhereTheyFit) {
  std::mt19937 random(1);
  auto paths = RandomPaths(random, 2000, 40);
  const Listed listed = List(paths, 1 << 18, 10000);
  std::sort(paths.begin(), paths.end(), Comes);
  EXPECT_EQ(listed.paths, paths);
  EXPECT_EQ(listed.dropped, 0u);
}

TEST(PathList, KeepsTheFirstInNameOrderUnderALimitWhateverOrderTheyComeIn) {
  std::mt19937 random(2);
  for (uint32_t limit : {0u, 1u, 2u, 17u, 500u}) {
    auto paths = RandomPaths(random, 3000, 30);
    const Listed listed = List(paths, 1 << 18, limit);
    EXPECT_EQ(listed.dropped, paths.size() - limit);
    std::sort(paths.begin(), paths.end(), Comes);
    paths.resize(limit);
    EXPECT_EQ(listed.paths, paths);
  }
}

TEST(PathList, KeepsABeginningOfTheWholeWhereMemoryEnds) {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    const uint32_t memory = 256 + random() % 8192;
    auto paths = RandomPaths(random, 50 + random() % 1000, 1 + random() % 200);
    if (round % 3 == 0) std::sort(paths.rbegin(), paths.rend(), Comes);  // The worst order: each comes before all others.
    const Listed listed = List(paths, memory, 100000);
    EXPECT_EQ(listed.paths.size() + listed.dropped, paths.size());
    std::sort(paths.begin(), paths.end(), Comes);
    size_t bytes = 0;
    for (const auto& path : listed.paths) bytes += path.size() + 16;
    if (listed.dropped > 0) {  // Room for many is made at once, so that some of the memory may stay unused.
      EXPECT_GT(bytes + 3 * (memory / 16 + 220), memory / 2) << "round " << round;
    }
    paths.resize(listed.paths.size());
    EXPECT_EQ(listed.paths, paths) << "round " << round;
  }
}

TEST(PathList, OrdersByNameWithoutCaseAndKeepsFoldersTogether) {
  const std::vector<std::string> wanted = {"a/Z.jpg",   "a b/1.jpg", "a.jpg",   "B.jpg", "b.png",
                                           "cat/1.jpg", "Cat/2.jpg", "cat.jpg", "z.bmp"};
  auto shuffled = wanted;
  std::reverse(shuffled.begin(), shuffled.end());
  EXPECT_EQ(List(shuffled, 4096, 100).paths, wanted);
}

}  // namespace
}  // namespace card
}  // namespace tinyclassify
