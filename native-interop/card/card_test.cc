#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tc_card.h"

namespace {

struct Entry {
  std::string name;
  bool is_folder = false;
  bool is_hidden = false;
};

// A card in memory. It counts what is asked of it and fails where a test wants it to.
struct FakeCard {
  std::map<std::string, std::vector<Entry>> folders;
  struct Open {
    const std::vector<Entry>* entries = nullptr;
    size_t next = 0;
  };
  Open open[TCC_MAX_DEPTH + 1];
  int reads = 0;
  int fail_at_read = -1;
  bool endless = false;

  FakeCard& Add(const std::string& folder, const std::string& name, bool hidden = false) {
    folders[folder].push_back({name, false, hidden});
    return *this;
  }
  FakeCard& AddFolder(const std::string& folder, const std::string& name, bool hidden = false) {
    folders[folder].push_back({name, true, hidden});
    folders[folder.empty() ? name : folder + "/" + name];
    return *this;
  }
  int OpenFolders() const {
    return static_cast<int>(std::count_if(std::begin(open), std::end(open), [](const Open& o) { return o.entries != nullptr; }));
  }
};

tcc_volume VolumeOf(FakeCard& card) {
  tcc_volume volume;
  volume.context = &card;
  volume.open_folder = [](void* context, uint32_t depth, const char* path) -> int32_t {
    auto& c = *static_cast<FakeCard*>(context);
    const auto folder = c.folders.find(path);
    EXPECT_NE(folder, c.folders.end()) << path;
    EXPECT_EQ(c.open[depth].entries, nullptr);
    c.open[depth] = {&folder->second, 0};
    return 0;
  };
  volume.next_entry = [](void* context, uint32_t depth, tcc_entry* entry) -> int32_t {
    auto& c = *static_cast<FakeCard*>(context);
    if (c.reads++ == c.fail_at_read) return TCC_ERROR_CARD;
    auto& o = c.open[depth];
    if (o.next == o.entries->size()) {
      if (!c.endless) return 0;
      o.next = 0;
    }
    const Entry& e = (*o.entries)[o.next++];
    *entry = {e.name.c_str(), e.is_folder, e.is_hidden};
    return 1;
  };
  volume.close_folder = [](void* context, uint32_t depth) { static_cast<FakeCard*>(context)->open[depth].entries = nullptr; };
  return volume;
}

struct Walk {
  std::vector<uint64_t> memory;
  tcc_list* list = nullptr;
  int32_t status = 0;
  int calls = 0;

  Walk(FakeCard& card, uint32_t bytes = 1 << 20, uint32_t limit = 10000, uint32_t entries = 64) : memory(bytes / 8) {
    const tcc_volume volume = VolumeOf(card);
    EXPECT_EQ(tcc_list_begin(memory.data(), bytes, limit, &volume, nullptr, 0, &list), TC_OK);
    do status = tcc_list_continue(list, entries), ++calls;
    while (status == 1);
  }
  tcc_facts Facts() const {
    tcc_facts facts;
    tcc_list_facts(list, &facts);
    return facts;
  }
  std::vector<std::string> Paths() const {
    std::vector<std::string> paths;
    for (uint32_t i = 0; i < Facts().count; ++i) {
      const char* text = nullptr;
      const int32_t bytes = tcc_list_path(list, i, &text);
      EXPECT_EQ(tcc_list_find(list, text, static_cast<uint32_t>(bytes)), static_cast<int32_t>(i));
      paths.emplace_back(text, static_cast<size_t>(bytes));
    }
    return paths;
  }
};

using Paths = std::vector<std::string>;

TEST(CardWalk, FindsPicturesOfEveryFolderInNameOrder) {
  FakeCard card;
  card.AddFolder("", "dog").AddFolder("", "cat").Add("", "z.JPG").Add("dog", "2.png").Add("dog", "1.jpeg").Add("cat", "b.bmp");
  card.AddFolder("cat", "more").Add("cat/more", "a.jpg").Add("cat", "notes.txt").Add("", "results.csv").Add("", ".jpg");
  Walk walk(card);
  EXPECT_EQ(walk.status, 0);
  EXPECT_EQ(walk.Paths(), (Paths{"cat/b.bmp", "cat/more/a.jpg", "dog/1.jpeg", "dog/2.png", "z.JPG"}));
  EXPECT_EQ(walk.Facts().left_out, 0u);
  EXPECT_EQ(card.OpenFolders(), 0);
}

TEST(CardWalk, PassesOverWhatIsHidden) {
  FakeCard card;
  card.Add("", "._a.jpg").Add("", "a.jpg").Add("", "hidden.jpg", true).AddFolder("", ".Trashes").Add(".Trashes", "b.jpg");
  card.AddFolder("", "System Volume Information", true).Add("System Volume Information", "c.jpg");
  EXPECT_EQ(Walk(card).Paths(), Paths{"a.jpg"});
}

TEST(CardWalk, ShowsTenFoldersOfSixtyPicturesWhole) {
  FakeCard card;
  for (int folder = 0; folder < 10; ++folder) {
    card.AddFolder("", "class" + std::to_string(folder));
    for (int i = 0; i < 60; ++i) card.Add("class" + std::to_string(folder), std::to_string(i) + ".jpg");
  }
  for (int again = 0; again < 50; ++again) EXPECT_EQ(Walk(card).Facts().count, 600u);
}

TEST(CardWalk, KeepsTheFirstInNameOrderAndCountsTheRest) {
  FakeCard card;
  for (int i = 2999; i >= 0; --i) card.Add("", "picture" + std::to_string(100000 + i) + ".jpg");
  Walk walk(card, 1 << 20, 2000);
  EXPECT_EQ(walk.Facts().count, 2000u);
  EXPECT_EQ(walk.Facts().left_out, 1000u);
  EXPECT_EQ(walk.Paths().front(), "picture100000.jpg");
  EXPECT_EQ(walk.Paths().back(), "picture101999.jpg");
}

TEST(CardWalk, ReadsEachEntryOnceAndTellsHowFarItIs) {
  FakeCard card;
  for (int i = 0; i < 5000; ++i) card.Add("", std::to_string(i) + ".jpg");
  Walk walk(card, 1 << 20, 1000, 100);
  EXPECT_EQ(card.reads, 5001);
  EXPECT_EQ(walk.Facts().entries, 5000u);
  EXPECT_EQ(walk.calls, 51);
}

TEST(CardWalk, EndsWithEveryFailureOfTheCardAndClosesItsFolders) {
  FakeCard whole;
  whole.AddFolder("", "a").AddFolder("a", "b").Add("a/b", "1.jpg").Add("a", "2.jpg").Add("", "3.jpg");
  const int reads = (Walk(whole), whole.reads);
  for (int at = 0; at < reads; ++at) {
    FakeCard card = whole;
    card.reads = 0;
    card.fail_at_read = at;
    Walk walk(card);
    EXPECT_EQ(walk.status, TCC_ERROR_CARD);
    EXPECT_EQ(walk.Facts().count, 0u);
    EXPECT_EQ(card.OpenFolders(), 0);
    EXPECT_EQ(tcc_list_continue(walk.list, 1), TC_ERROR_ARGUMENT);
  }
}

TEST(CardWalk, EndsOnACardThatShowsEntriesForEver) {
  FakeCard card;
  card.Add("", "a.txt").endless = true;
  EXPECT_EQ(Walk(card, 1 << 16, 100, 1000).status, TCC_ERROR_CARD);
  EXPECT_EQ(card.OpenFolders(), 0);
}

TEST(CardWalk, CountsPathsThatAreTooLong) {
  FakeCard card;
  const std::string name(600, 'n');
  card.AddFolder("", name)
      .Add(name, std::string(500, 'x') + ".jpg")
      .Add(name, "short.jpg")
      .AddFolder(name, std::string(421, 'y'));
  card.AddFolder(name + "/" + std::string(421, 'y'), "z");
  Walk walk(card);
  EXPECT_EQ(walk.Paths(), Paths{name + "/short.jpg"});
  EXPECT_EQ(walk.Facts().left_out, 2u);
}

TEST(CardWalk, LooksNoDeeperThanItsLimit) {
  FakeCard card;
  std::string folder;
  for (int depth = 0; depth < 7; ++depth) {
    card.Add(folder, "p.jpg").AddFolder(folder, "d");
    folder += folder.empty() ? "d" : "/d";
  }
  const Walk walk(card);
  EXPECT_EQ(walk.Facts().count, TCC_MAX_DEPTH + 1u);
  EXPECT_EQ(walk.Facts().left_out, 1u);
}

TEST(CardWalk, StopsAtAnyMoment) {
  FakeCard card;
  card.AddFolder("", "a").Add("a", "1.jpg").Add("a", "2.jpg");
  std::vector<uint64_t> memory(4096);
  const tcc_volume volume = VolumeOf(card);
  tcc_list* list = nullptr;
  ASSERT_EQ(tcc_list_begin(memory.data(), 4096 * 8, 10, &volume, nullptr, 0, &list), TC_OK);
  ASSERT_EQ(tcc_list_continue(list, 2), 1);
  EXPECT_EQ(card.OpenFolders(), 2);
  const char* path = nullptr;
  EXPECT_EQ(tcc_list_path(list, 0, &path), TC_ERROR_ARGUMENT);
  tcc_list_stop(list);
  EXPECT_EQ(card.OpenFolders(), 0);
}

TEST(CardWalk, BeginsAtAFolder) {
  FakeCard card;
  card.Add("", "z.jpg").AddFolder("", "a").Add("a", "1.jpg").AddFolder("a", "b").Add("a/b", "2.jpg");
  std::vector<uint64_t> memory(4096);
  const tcc_volume volume = VolumeOf(card);
  tcc_list* list = nullptr;
  ASSERT_EQ(tcc_list_begin(memory.data(), 4096 * 8, 10, &volume, "a", 1, &list), TC_OK);
  ASSERT_EQ(tcc_list_continue(list, 100), 0);
  EXPECT_EQ(tcc_list_find(list, "a/1.jpg", 7), 0);
  EXPECT_EQ(tcc_list_find(list, "a/b/2.jpg", 9), 1);
  EXPECT_EQ(tcc_list_find(list, "z.jpg", 5), TCC_ERROR_NOT_FOUND);
}

TEST(CardWalk, RefusesMemoryThatIsTooSmall) {
  FakeCard card;
  std::vector<uint64_t> memory(64);
  const tcc_volume volume = VolumeOf(card);
  tcc_list* list = nullptr;
  EXPECT_EQ(tcc_list_begin(memory.data(), 512, 10, &volume, nullptr, 0, &list), TC_ERROR_MEMORY);
  EXPECT_EQ(tcc_list_begin(nullptr, 512, 10, &volume, nullptr, 0, &list), TC_ERROR_ARGUMENT);
}

}  // namespace
