#include "engine/kernels/cortex_m/convolution.h"
#include "engine/kernels/cortex_m/cortex_m.h"
#include "engine/kernels/cortex_m/depthwise_row.h"
#include "engine/kernels/cortex_m/planes.h"
#include "engine/kernels/plain.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kMostInRow = 1 << 24;  // Elements of a row: with more, the scratch's parts could leave 2^31 bytes.
constexpr int32_t kSmallGroup = 4;
constexpr int32_t kLargeGroup = 16;
constexpr int32_t kLargeGroupColumns = 512;  // Narrow rows take more channels at a time.

int32_t InputBlockBytes(const InvertedResidual& block) {
  return static_cast<int32_t>(ColumnBytes(block.expansion->parameters.conv_2d.input_channels));
}

// The parts of the scratch, in order; each a multiple of 4 bytes.
struct Layout {
  int32_t padding_plane, input_columns, columns, depthwise, expansion, projection, codes, end;

  Layout(const InvertedResidual& block, const PlaneRing& ring) {
    const int32_t channels = block.depthwise.input_channels;
    const int32_t constants = block.keeps_constants ? channels : block.group;
    padding_plane = ring.PaddingOffset();
    input_columns = ring.Bytes();
    columns = input_columns;
    if (block.expansion != nullptr) {
      columns += block.depthwise.window.stride_height * ring.input_blocks() * InputBlockBytes(block);
    }
    depthwise = columns + ring.output_blocks() * static_cast<int32_t>(ColumnBytes(channels));
    expansion = depthwise + constants * static_cast<int32_t>(sizeof(DepthwiseChannel));
    projection = expansion;
    if (block.expansion != nullptr) projection += constants * static_cast<int32_t>(sizeof(ChannelConstants));
    codes = projection;
    end = codes;
    if (block.projection == nullptr) return;
    const Conv2D& last = block.projection->parameters.conv_2d;
    codes += last.output_channels * static_cast<int32_t>(sizeof(ChannelConstants));
    end = codes + (last.add != nullptr ? kPixels * last.output_channels : 0);
  }
};

class Stream {
 public:
  Stream(const InvertedResidual& block, const Buffers& buffers, StageClock* clock)
      : block_(block),
        buffers_(buffers),
        clock_(clock),
        ring_(block),
        layout_(block, ring_),
        scratch_(static_cast<char*>(buffers.scratch)) {}

  void Run() {
    Start();
    const Window& window = conv().window;
    int32_t row = 0;
    // The rows above the first output row's new ones.
    const int32_t first_new = 3 - window.stride_height - window.pad_top;
    for (; row < first_new && row < window.input_height; ++row) ReadRows(row, row + 1);
    for (int32_t y = 0; y < window.output_height; ++y) {
      const int32_t bottom = y * window.stride_height - window.pad_top + 3;
      const int32_t end = bottom < window.input_height ? bottom : window.input_height;
      WidenRows(row, end);
      for (int32_t group = 0; group < ring_.groups(); ++group) {
        for (int32_t i = row; i < end; ++i) FillGroup(i, i - row, group);
        MarkStage(clock_, block_.expansion != nullptr ? -1 : 0);
        FilterGroup(y, group);
        MarkStage(clock_, 0);
      }
      if (row < end) row = end;
      Finish(y);
      MarkStage(clock_, block_.projection != nullptr ? 1 : 0);
    }
  }

 private:
  const DepthwiseConv2D& conv() const { return block_.depthwise; }
  const Conv2D& expansion() const { return block_.expansion->parameters.conv_2d; }
  const Conv2D& projection() const { return block_.projection->parameters.conv_2d; }
  int32_t First(int32_t group) const { return group * block_.group; }
  int32_t Count(int32_t group) const {
    const int32_t rest = conv().input_channels - First(group);
    return rest < block_.group ? rest : block_.group;
  }
  DepthwiseChannel* Depthwise() const { return reinterpret_cast<DepthwiseChannel*>(scratch_ + layout_.depthwise); }
  ChannelConstants* Expansion() const { return reinterpret_cast<ChannelConstants*>(scratch_ + layout_.expansion); }
  ChannelConstants* Projection() const { return reinterpret_cast<ChannelConstants*>(scratch_ + layout_.projection); }
  uint32_t* InputColumns(int32_t which) const {
    const int32_t bytes = ring_.input_blocks() * InputBlockBytes(block_);
    return reinterpret_cast<uint32_t*>(scratch_ + layout_.input_columns + which * bytes);
  }

  void Start() {
    const int32_t padding = conv().input_zero_point + kUnsignedOffset;
    const uint32_t paddings = Both(padding);
    for (char* word = scratch_; word != scratch_ + layout_.input_columns; word += 4) Store32(word, paddings);
    if (block_.projection != nullptr) {
      FillChannels(projection(), Inputs::kUnsignedCodes, 0, projection().output_channels, Projection());
    }
    if (!block_.keeps_constants) return;
    FillDepthwiseChannels(conv(), 0, conv().input_channels, Depthwise());
    if (block_.expansion != nullptr) {
      FillChannels(expansion(), Inputs::kDoubledDistances, 0, conv().input_channels, Expansion());
    }
  }

  void ReadRows(int32_t row, int32_t end) {
    WidenRows(row, end);
    for (int32_t group = 0; group < ring_.groups(); ++group) {
      for (int32_t i = row; i < end; ++i) FillGroup(i, i - row, group);
    }
    MarkStage(clock_, block_.expansion != nullptr ? -1 : 0);
  }

  void WidenRows(int32_t row, int32_t end) {
    if (block_.expansion == nullptr) return;
    const Conv2D& reader = expansion();
    const int32_t width = conv().window.input_width;
    for (int32_t i = row; i < end; ++i) {
      WidenDoubledRow(buffers_.input + i * width * reader.input_channels, width, reader.input_channels, reader.input_zero_point,
                      InputColumns(i - row));
    }
  }

  // A group's planes of one input row. @param which  of the columns that were widened
  void FillGroup(int32_t row, int32_t which, int32_t group) {
    const PlaneRow to = {scratch_ + ring_.OffsetOf(row, group), ring_.plane_bytes(), First(group), Count(group)};
    if (block_.expansion == nullptr) {
      TransposeRow(conv(), buffers_.input + row * conv().window.input_width * conv().input_channels, to);
      return;
    }
    ChannelConstants* constants = Expansion();
    if (block_.keeps_constants) {
      constants += to.first;
    } else {
      FillChannels(expansion(), Inputs::kDoubledDistances, to.first, to.count, constants);
    }
    ExpandRow(block_, InputColumns(which), constants, to);
  }

  // A group's columns of output row y.
  void FilterGroup(int32_t y, int32_t group) {
    const Window& window = conv().window;
    const int32_t read_bytes = DepthwiseReadBytes(ring_.output_blocks(), window.stride_width);
    DepthwiseChannel* channels = Depthwise();
    if (block_.keeps_constants) {
      channels += First(group);
    } else {
      FillDepthwiseChannels(conv(), First(group), Count(group), channels);
    }
    DepthwiseRowJob job;
    for (int32_t ky = 0; ky < 3; ++ky) {
      const int32_t row = y * window.stride_height - window.pad_top + ky;
      const bool inside = row >= 0 && row < window.input_height;
      job.rows[ky] = reinterpret_cast<int16_t*>(scratch_ + (inside ? ring_.OffsetOf(row, group) : layout_.padding_plane));
      job.row_steps[ky] = (inside ? ring_.plane_bytes() : 0) - read_bytes;
    }
    job.channel = channels;
    job.channel_end = channels + Count(group);
    job.columns = scratch_ + layout_.columns;
    job.block_bytes = static_cast<int32_t>(ColumnBytes(conv().input_channels));
    job.columns_bytes = ring_.output_blocks() * job.block_bytes;
    ComputeDepthwiseRow(job, window.stride_width);
  }

  // From columns to output row y.
  void Finish(int32_t y) {
    auto* columns = reinterpret_cast<uint32_t*>(scratch_ + layout_.columns);
    const int32_t width = conv().window.output_width;
    const auto block_words = static_cast<int32_t>(ColumnBytes(conv().input_channels) / 4);
    ClampHalves(conv().requantization, ring_.output_blocks() * block_words, columns);
    if (block_.projection == nullptr) {
      NarrowRow(columns, width, conv().input_channels, buffers_.output + y * width * conv().input_channels);
      return;
    }
    const Conv2D& writer = projection();
    BlockConvolution block(writer, Projection(), reinterpret_cast<int8_t*>(scratch_ + layout_.codes), buffers_);
    for (int32_t x = 0; x < width; x += kPixels, columns += block_words) {
      block.Run(columns, width - x < kPixels ? width - x : kPixels, (y * width + x) * writer.output_channels);
    }
  }

  const InvertedResidual& block_;
  const Buffers& buffers_;
  StageClock* clock_;
  const PlaneRing ring_;
  const Layout layout_;
  char* const scratch_;
};

bool IsPointwise(const Conv2D& conv) {
  const Window& window = conv.window;
  return window.kernel_height == 1 && window.kernel_width == 1 && window.stride_height == 1 && window.stride_width == 1 &&
         conv.requantization.odd_count == 0 && Conv2DDspSupports(conv);
}

}  // namespace

bool InvertedResidualSupports(const DepthwiseConv2D& conv) {
  const Window& window = conv.window;
  return window.kernel_height == 3 && window.kernel_width == 3 && window.stride_height == window.stride_width &&
         window.stride_width <= 2 && window.dilation_height == 1 && window.dilation_width == 1 && window.pad_top <= 1 &&
         window.pad_left <= 1 && conv.depth_multiplier == 1 && conv.input_channels * window.input_width <= kMostInRow;
}

bool ExpansionSupports(const Conv2D& conv) {
  return IsPointwise(conv) && conv.input_channels % 4 == 0 &&
         int64_t{conv.input_channels} * conv.window.input_width <= kMostInRow;
}

bool ProjectionSupports(const Conv2D& conv) { return IsPointwise(conv); }

void ChooseGroups(ScratchSize size, InvertedResidual* block) {
  block->group = kSmallGroup;
  block->keeps_constants = size == ScratchSize::kLarge;
  if (size == ScratchSize::kSmall) return;
  const int32_t channels = block->depthwise.input_channels;
  const int32_t fitting = kLargeGroupColumns / block->depthwise.window.input_width;
  const int32_t most = fitting < kLargeGroup ? kLargeGroup : fitting;
  const int32_t groups = (channels + most - 1) / most;
  block->group = static_cast<int16_t>(((channels + groups - 1) / groups + 3) / 4 * 4);
}

uint32_t InvertedResidualScratchBytes(const InvertedResidual& block) {
  return static_cast<uint32_t>(Layout(block, PlaneRing(block)).end);
}

bool InvertedResidualRunsInPlace(const InvertedResidual& block) {
  const DepthwiseConv2D& conv = block.depthwise;
  const Window& window = conv.window;
  if (conv.requantization.odd_count != 0) return false;
  int32_t input_channels = conv.input_channels;
  int32_t output_channels = conv.input_channels;
  if (block.expansion != nullptr) input_channels = block.expansion->parameters.conv_2d.input_channels;
  if (block.projection != nullptr) output_channels = block.projection->parameters.conv_2d.output_channels;
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int32_t bottom = y * window.stride_height - window.pad_top + 3;
    const int32_t read = bottom < window.input_height ? bottom : window.input_height;
    if ((y + 1) * window.output_width * output_channels > read * window.input_width * input_channels) return false;
  }
  return true;
}

void RunInvertedResidual(const Operator& op, StageClock* clock) {
  const InvertedResidual& block = op.parameters.inverted_residual;
  Stream(block, op.buffers, clock).Run();
  DepthwiseConv2DOddChannels(block.depthwise, op.buffers);
}

}  // namespace tinyclassify
