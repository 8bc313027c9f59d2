#include <gtest/gtest.h>

#include "engine/kernels/plain.h"
#include "tests/single_layer.h"

namespace tinyclassify {
namespace {

using testing::ModelBuilder;
using testing::OpenedModel;

TEST(Pad, Puts_the_input_into_a_box_of_zero_points) {
  ModelBuilder builder;
  const int input = builder.Activation({1, 2, 2, 1}, 0.5f, 9);
  const int paddings = builder.Int32Constant({4, 2}, {}, {0, 0, 1, 0, 0, 2, 0, 1});
  const int output = builder.Activation({1, 3, 4, 2}, 0.5f, 9);
  builder.Operator(schema::kPad, {input, paddings}, output, schema::kPadOptions, {});
  OpenedModel opened(testing::FinishFlat(&builder, input, output, 24, 0.5f, 9));
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  EXPECT_EQ(opened.Run({1, 2, 3, 4}), (std::vector<int8_t>{9, 9, 9, 9, 9, 9, 9, 9,  //
                                                           1, 9, 2, 9, 9, 9, 9, 9,  //
                                                           3, 9, 4, 9, 9, 9, 9, 9}));
}

TEST(Pad, Paddings_that_do_not_give_the_outputs_shape_are_refused) {
  for (const std::vector<int32_t>& wrong : {std::vector<int32_t>{0, 0, 1, 1, 0, 2, 0, 1}, {0, 0, -1, 2, 0, 2, 0, 1}}) {
    ModelBuilder builder;
    const int input = builder.Activation({1, 2, 2, 1}, 0.5f, 9);
    const int paddings = builder.Int32Constant({4, 2}, {}, wrong);
    const int output = builder.Activation({1, 3, 4, 2}, 0.5f, 9);
    builder.Operator(schema::kPad, {input, paddings}, output, schema::kPadOptions, {});
    OpenedModel opened(testing::FinishFlat(&builder, input, output, 24, 0.5f, 9));
    EXPECT_EQ(opened.status, TC_ERROR_MODEL_CORRUPT);
  }
}

}  // namespace
}  // namespace tinyclassify
