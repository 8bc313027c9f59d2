#include <gtest/gtest.h>

#include "engine/model.h"
#include "tests/networks.h"
#include "tests/open_model.h"

// A convolution beside a residual block stands behind it in the file; it may run before, where that saves memory.

namespace tinyclassify {
namespace {

using testing::OpenedModel;

constexpr int32_t kSide = 16;
constexpr int32_t kChannels = 8;

// First convolution, then a block of two convolutions and a 1x1 shortcut, which the file has right before the ADD.
class ResidualNetwork : public testing::RandomLayers {
 public:
  static constexpr uint32_t kFirstOfBlock = 1;
  static constexpr uint32_t kShortcut = 3;

  ResidualNetwork(int outputs, int stride) : RandomLayers(5) {
    const int32_t side = kSide / stride;
    const int input = builder_.Activation({1, kSide, kSide, 3}, 1.0f / 128, 0);
    const int block = Convolution(input, kSide, 3, kChannels, 3, 1, false);
    int last = Convolution(block, kSide, kChannels, outputs, 3, stride, false);
    last = Convolution(last, side, outputs, outputs, 3, 1, false);
    const int shortcut = Convolution(block, kSide, kChannels, outputs, 1, stride, false);
    last = Add(last, shortcut, side, outputs);
    last = Convolution(last, side, outputs, 2 * outputs, 1, 1, false);
    last = Pool(schema::kAveragePool2D, last, side, 2 * outputs, side);
    Finish(input, last, 2 * outputs, 10, false);
  }
};

std::vector<int8_t> Scores(const std::vector<uint8_t>& file, tc_kernels choice) {
  OpenedModel opened(file, choice);
  EXPECT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  std::mt19937 random(6);
  return opened.Run(testing::RandomBytes(opened.input_bytes(), &random));
}

TEST(ShortcutOrder, A_small_shortcut_runs_before_its_block) {
  const ResidualNetwork network(16, 2);
  OpenedModel opened(network.file);
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  EXPECT_TRUE(opened.model->shortcuts_first);
  // In the file's order the block's input, its middle and its output live together, and the columns of 3x3 windows.
  const uint32_t input_bytes = kSide * kSide * kChannels;
  const uint32_t output_bytes = kSide / 2 * kSide / 2 * 16;
  EXPECT_LT(opened.requirements.arena_bytes, input_bytes + 2 * output_bytes + 9 * 16 * 8);
  for (const tc_kernels choice : {TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
    EXPECT_EQ(Scores(network.file, choice), Scores(network.file, TC_KERNELS_PLAIN));
  }
}

TEST(ShortcutOrder, A_large_shortcut_stays_where_it_is) {
  const ResidualNetwork network(32, 1);
  OpenedModel opened(network.file);
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  EXPECT_FALSE(opened.model->shortcuts_first);
  EXPECT_EQ(Scores(network.file, TC_KERNELS_CORTEX_M7), Scores(network.file, TC_KERNELS_PLAIN));
}

TEST(ShortcutOrder, Operators_count_in_the_order_of_the_file) {
  const ResidualNetwork network(16, 2);
  OpenedModel opened(network.file);
  ASSERT_TRUE(opened.model->shortcuts_first);
  tc_operator_info info;
  ASSERT_EQ(tc_operator(opened.model, ResidualNetwork::kShortcut, &info), TC_OK);
  EXPECT_EQ(info.kernel_height, 1u);
  const uint32_t shortcut_bytes = info.live_bytes;
  ASSERT_EQ(tc_operator(opened.model, ResidualNetwork::kFirstOfBlock, &info), TC_OK);
  EXPECT_EQ(info.kernel_height, 3u);
  EXPECT_LT(shortcut_bytes, info.live_bytes);  // The block's first output is not there yet.

  // The clock's readings, as the operators ran: first, shortcut, block, ADD and what follows.
  uint32_t now = 0, ticks[9];
  const auto clock = [](void* context) { return *static_cast<uint32_t*>(context) *= 2; };
  now = 1;
  tc_invoke_profiled(opened.model, clock, &now, ticks);
  EXPECT_LT(ticks[0], ticks[ResidualNetwork::kShortcut]);
  EXPECT_LT(ticks[ResidualNetwork::kShortcut], ticks[ResidualNetwork::kFirstOfBlock]);
  EXPECT_LT(ticks[ResidualNetwork::kFirstOfBlock], ticks[2]);
}

}  // namespace
}  // namespace tinyclassify
