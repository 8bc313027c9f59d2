#include "engine/plan/memory_plan.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tinyclassify {
namespace {

struct Wanted {
  int32_t block;
  uint32_t bytes, first, last;
};

void ExpectNoOverlap(const MemoryPlan& plan, const std::vector<Wanted>& blocks) {
  for (size_t i = 0; i < blocks.size(); ++i) {
    const Wanted& a = blocks[i];
    ASSERT_EQ(plan.OffsetOf(a.block) % MemoryPlan::kAlignment, 0u);
    ASSERT_LE(plan.OffsetOf(a.block) + a.bytes, plan.arena_bytes());
    for (size_t j = 0; j < i; ++j) {
      const Wanted& b = blocks[j];
      if (a.first > b.last || b.first > a.last) continue;
      const bool apart = plan.OffsetOf(a.block) + a.bytes <= plan.OffsetOf(b.block) ||
                         plan.OffsetOf(b.block) + b.bytes <= plan.OffsetOf(a.block);
      ASSERT_TRUE(apart) << "blocks " << i << " and " << j;
    }
  }
}

TEST(MemoryPlan, Blocks_that_live_together_never_overlap) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    MemoryPlan plan;
    std::vector<Wanted> blocks;
    const uint32_t count = 1 + static_cast<uint32_t>(random() % 60);
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t first = static_cast<uint32_t>(random() % 40);
      const uint32_t last = first + static_cast<uint32_t>(random() % 5);
      const uint32_t bytes = 1 + static_cast<uint32_t>(random() % 20000);
      blocks.push_back({plan.AddBlock(bytes, first, last), bytes, first, last});
    }
    plan.Place();
    ExpectNoOverlap(plan, blocks);
  }
}

TEST(MemoryPlan, A_chain_needs_no_more_than_its_largest_neighbours) {
  MemoryPlan plan;
  const uint32_t sizes[] = {3072, 16384, 8192, 8192, 4096, 64, 16};
  uint32_t expected = 0;
  for (uint32_t i = 0; i < 7; ++i) {
    plan.AddBlock(sizes[i], i, i + 1);
    if (i > 0) expected = std::max(expected, sizes[i - 1] + sizes[i]);
  }
  plan.Place();
  EXPECT_EQ(plan.arena_bytes(), expected);
}

TEST(MemoryPlan, Shared_blocks_lie_at_one_place_each_for_its_own_time) {
  MemoryPlan plan;
  const int32_t a = plan.AddBlock(300, 0, 2);
  const int32_t b = plan.AddBlock(100, 2, 5);
  const int32_t c = plan.AddBlock(192, 4, 4);
  plan.Share(b, a);
  EXPECT_EQ(plan.LastUse(a), 5u);
  plan.Place();
  EXPECT_EQ(plan.OffsetOf(a), plan.OffsetOf(b));
  EXPECT_EQ(plan.LiveBytes(0), 304u);
  EXPECT_EQ(plan.LiveBytes(2), 304u);
  EXPECT_EQ(plan.LiveBytes(4), 112u + 192u);
  EXPECT_EQ(plan.arena_bytes(), 304u);  // What lives behind a is free again for c.
  EXPECT_EQ(plan.OffsetOf(c), 112u);
}

TEST(MemoryPlan, Tells_when_it_is_full_or_too_large) {
  MemoryPlan plan;
  for (uint32_t i = 0; i < MemoryPlan::kMaxActivations + MemoryPlan::kMaxOperators; ++i)
    EXPECT_NE(plan.AddBlock(16, 0, 0), MemoryPlan::kNone);
  EXPECT_TRUE(plan.fits());
  EXPECT_EQ(plan.AddBlock(16, 0, 0), MemoryPlan::kNone);
  EXPECT_FALSE(plan.fits());
  MemoryPlan large;
  large.AddBlock(1u << 30, 0, 0);
  large.AddBlock(1u << 30, 0, 0);
  EXPECT_FALSE(large.fits());
}

}  // namespace
}  // namespace tinyclassify
