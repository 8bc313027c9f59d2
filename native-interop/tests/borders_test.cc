#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

// Who may include whom: each room knows what comes before it in the data's way and nothing else, and everything outside the
// libraries goes through the public header.

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = TC_NATIVE_FOLDER;

struct Room {
  std::string name;                // A folder; of several that match, the first counts.
  std::vector<std::string> knows;  // Beside itself: folders with a slash at the end, or files.
};

// What prepare hands to the kernels; beside it, those that make tables of codes may compute exact factors (real_ratio.h).
#define TC_LAYERS "engine/operator.h", "engine/layers.h", "engine/requantization.h", "engine/requirements.h", "engine/rounding.h"

const std::vector<Room> kRooms = {
    {"include/", {}},
    {"common/", {"include/"}},
    {"engine/model/", {"common/", "include/"}},
    {"engine/plan/", {"engine/model/", "engine/requirements.h", "common/"}},
    {"engine/kernels/cortex_m/", {"engine/kernels/", TC_LAYERS, "common/"}},
    {"engine/kernels/x86/", {"engine/kernels/", TC_LAYERS}},
    {"engine/kernels/", {TC_LAYERS, "engine/real_ratio.h", "common/"}},
    {"engine/prepare/", {"engine/", "common/", "include/"}},
    {"engine/api/",
     {"engine/model/", "engine/model.h", "engine/rounding.h", "engine/real_ratio.h", "image/image.h", "common/", "include/"}},
    {"engine/", {"engine/model/", "common/", "include/"}},
    {"image/cortex_m7/", {"image/", "qemu/"}},
    {"image/", {"common/", "include/"}},
    {"draw/", {"include/"}},
    {"card/", {"include/"}},
    {"interop/", {"card/tc_card.h", "draw/tc_draw.h", "include/"}},
    {"tflm/", {"engine/model/", "engine/model.h", "engine/prepare/checks.h", "common/", "include/", "tests/"}},
    {"qemu/", {}},
    {"bench/", {"qemu/", "image/image.h", "image/oracle/", "include/"}},
    {"fuzz/", {"image/image.h", "image/oracle/", "tests/", "include/"}},
    {"examples/", {"model/", "include/"}},
    {"../pages/try/", {"include/"}},
};

bool StartsWith(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }

std::string Read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string Relative(const fs::path& path) {
  return path.lexically_normal().lexically_relative(kRoot.lexically_normal()).generic_string();
}

// Where an include leads, from native-interop; empty for what is not ours (TFLM's headers, what a build generates).
std::string Resolve(const fs::path& file, const std::string& include) {
  for (const char* folder : {"", "include", "image", "image/oracle", "card", "draw", "interop", "bench", "model"}) {
    const fs::path candidate = kRoot / folder / include;
    if (fs::exists(file.parent_path() / include)) return Relative(file.parent_path() / include);
    if (fs::exists(candidate)) return Relative(candidate);
  }
  return "";
}

bool MayKnow(const Room& room, const std::string& included) {
  if (StartsWith(included, room.name)) return true;
  return std::any_of(room.knows.begin(), room.knows.end(), [&](const std::string& known) {
    return known.back() == '/' ? StartsWith(included, known) : included == known;
  });
}

bool IsSource(const fs::path& path) {
  const std::string kind = path.extension().string();
  const std::string name = path.filename().string();
  const bool is_test = name.find("_test.") != std::string::npos || name == "test_support.cc" || name == "test_support.h";
  return (kind == ".h" || kind == ".cc" || kind == ".c" || kind == ".cpp") && !is_test;
}

std::vector<std::string> Includes(const std::string& text) {
  static const std::regex kInclude("(?:^|\n)#include \"([^\"]+)\"");
  std::vector<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), kInclude), end; match != end; ++match) found.push_back((*match)[1]);
  return found;
}

TEST(Borders, Rooms_include_only_what_they_may_know) {
  size_t seen = 0;
  for (const Room& folder : kRooms) {
    if (!fs::exists(kRoot / folder.name)) continue;  // A copy without the pages.
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder.name)) {
      if (!entry.is_regular_file() || !IsSource(entry.path())) continue;
      const std::string name = Relative(entry.path());
      const auto room = std::find_if(kRooms.begin(), kRooms.end(), [&](const Room& r) { return StartsWith(name, r.name); });
      if (room->name != folder.name) continue;  // It has its own turn.
      for (const std::string& include : Includes(Read(entry.path()))) {
        const std::string included = Resolve(entry.path(), include);
        if (included.empty()) continue;
        ++seen;
        EXPECT_TRUE(MayKnow(*room, included)) << name << " includes " << included << ", which " << room->name << " must not know";
      }
    }
  }
  EXPECT_GT(seen, 300u) << "too few includes were found for this test to mean anything";
}

// What .NET calls by name stands in a public header.
TEST(Borders, Dotnet_calls_functions_of_public_headers_alone) {
  const std::string headers =
      Read(kRoot / "include/tinyclassify.h") + Read(kRoot / "draw/tc_draw.h") + Read(kRoot / "card/tc_card.h");
  static const std::regex kExport("\"(tc_[a-z_0-9]+)\"");
  size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "dotnet")) {
    if (entry.path().extension() != ".cs") continue;
    const std::string text = Read(entry.path());
    for (std::sregex_iterator match(text.begin(), text.end(), kExport), end; match != end; ++match, ++seen) {
      EXPECT_TRUE(std::regex_search(headers, std::regex("\\b" + (*match)[1].str() + "\\(")))
          << (*match)[1] << " in " << entry.path();
    }
  }
  EXPECT_GT(seen, 15u);
}

}  // namespace
