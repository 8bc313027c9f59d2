#include "engine/kernels/dsp/inverted_residual_dsp.h"

#include "engine/kernels/dsp/block_convolution.h"
#include "engine/kernels/dsp/clamp.h"
#include "engine/kernels/dsp/conv_2d_dsp.h"
#include "engine/kernels/dsp/depthwise_row.h"
#include "engine/kernels/dsp/plane_ring.h"
#include "engine/kernels/dsp/stream_input.h"
#include "engine/kernels/dsp/stream_output.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kMostInRow = 1 << 24;  // Elements of a row: with more, the scratch's parts could leave 2^31 bytes.
constexpr int32_t kSmallGroup = 4;
constexpr int32_t kLargeGroup = 16;
constexpr int32_t kLargeGroupColumns = 512;  // Narrow rows take more channels at a time.

// The parts of the scratch, in order; each a multiple of 4 bytes.
struct Layout {
  int32_t padding_plane, input_columns, columns, depthwise, expansion, projection, codes, end;

  Layout(const DepthwiseConv2D& conv, const PlaneRing& ring, bool with_add) {
    const int32_t channels = conv.input_channels;
    const int32_t constants = conv.keeps_constants ? channels : conv.group;
    padding_plane = ring.PaddingOffset();
    input_columns = ring.Bytes();
    columns = input_columns;
    if (conv.expansion != nullptr) {
      columns += conv.window.stride_height * ring.input_blocks() * InputBlockBytes(conv);
    }
    depthwise = columns + ring.output_blocks() * static_cast<int32_t>(ColumnBytes(channels));
    expansion = depthwise + constants * static_cast<int32_t>(sizeof(DepthwiseChannel));
    projection = expansion;
    if (conv.expansion != nullptr) projection += constants * static_cast<int32_t>(sizeof(ChannelConstants));
    codes = projection;
    end = codes;
    if (conv.projection == nullptr) return;
    codes += conv.projection->output_channels * static_cast<int32_t>(sizeof(ChannelConstants));
    end = codes + (with_add ? kPixels * conv.projection->output_channels : 0);
  }

  static int32_t InputBlockBytes(const DepthwiseConv2D& conv) {
    return static_cast<int32_t>(ColumnBytes(conv.expansion->input_channels));
  }
};

class Stream {
 public:
  Stream(const DepthwiseConv2D& conv, const Buffers& buffers, StageClock* clock)
      : conv_(conv),
        buffers_(buffers),
        clock_(clock),
        ring_(conv),
        layout_(conv, ring_, conv.projection != nullptr && conv.projection->add != nullptr),
        scratch_(static_cast<char*>(buffers.scratch)) {}

  void Run() {
    Start();
    const Window& window = conv_.window;
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
        MarkStage(clock_, conv_.expansion != nullptr ? -1 : 0);
        FilterGroup(y, group);
        MarkStage(clock_, 0);
      }
      if (row < end) row = end;
      Finish(y);
      MarkStage(clock_, conv_.projection != nullptr ? 1 : 0);
    }
  }

 private:
  int32_t First(int32_t group) const { return group * conv_.group; }
  int32_t Count(int32_t group) const {
    const int32_t rest = conv_.input_channels - First(group);
    return rest < conv_.group ? rest : conv_.group;
  }
  DepthwiseChannel* Depthwise() const { return reinterpret_cast<DepthwiseChannel*>(scratch_ + layout_.depthwise); }
  ChannelConstants* Expansion() const { return reinterpret_cast<ChannelConstants*>(scratch_ + layout_.expansion); }
  ChannelConstants* Projection() const { return reinterpret_cast<ChannelConstants*>(scratch_ + layout_.projection); }
  uint32_t* InputColumns(int32_t which) const {
    const int32_t bytes = ring_.input_blocks() * Layout::InputBlockBytes(conv_);
    return reinterpret_cast<uint32_t*>(scratch_ + layout_.input_columns + which * bytes);
  }

  void Start() {
    const int32_t padding = conv_.input_zero_point + kUnsignedOffset;
    const uint32_t paddings = Both(padding);
    for (char* word = scratch_; word != scratch_ + layout_.input_columns; word += 4) Store32(word, paddings);
    if (conv_.projection != nullptr) {
      FillChannels(*conv_.projection, Inputs::kUnsignedCodes, 0, conv_.projection->output_channels, Projection());
    }
    if (!conv_.keeps_constants) return;
    FillDepthwiseChannels(conv_, 0, conv_.input_channels, Depthwise());
    if (conv_.expansion != nullptr) {
      FillChannels(*conv_.expansion, Inputs::kDoubledDistances, 0, conv_.input_channels, Expansion());
    }
  }

  void ReadRows(int32_t row, int32_t end) {
    WidenRows(row, end);
    for (int32_t group = 0; group < ring_.groups(); ++group) {
      for (int32_t i = row; i < end; ++i) FillGroup(i, i - row, group);
    }
    MarkStage(clock_, conv_.expansion != nullptr ? -1 : 0);
  }

  void WidenRows(int32_t row, int32_t end) {
    if (conv_.expansion == nullptr) return;
    const Conv2D& expansion = *conv_.expansion;
    const int32_t width = conv_.window.input_width;
    for (int32_t i = row; i < end; ++i) {
      WidenDoubledRow(buffers_.input + i * width * expansion.input_channels, width, expansion.input_channels,
                      expansion.input_zero_point, InputColumns(i - row));
    }
  }

  // A group's planes of one input row. @param which  of the columns that were widened
  void FillGroup(int32_t row, int32_t which, int32_t group) {
    const PlaneRow to = {scratch_ + ring_.OffsetOf(row, group), ring_.plane_bytes(), First(group), Count(group)};
    if (conv_.expansion == nullptr) {
      TransposeRow(conv_, buffers_.input + row * conv_.window.input_width * conv_.input_channels, to);
      return;
    }
    ChannelConstants* constants = Expansion();
    if (conv_.keeps_constants) {
      constants += to.first;
    } else {
      FillChannels(*conv_.expansion, Inputs::kDoubledDistances, to.first, to.count, constants);
    }
    ExpandRow(conv_, InputColumns(which), constants, to);
  }

  // A group's columns of output row y.
  void FilterGroup(int32_t y, int32_t group) {
    const Window& window = conv_.window;
    const int32_t read_bytes = DepthwiseReadBytes(ring_.output_blocks(), window.stride_width);
    DepthwiseChannel* channels = Depthwise();
    if (conv_.keeps_constants) {
      channels += First(group);
    } else {
      FillDepthwiseChannels(conv_, First(group), Count(group), channels);
    }
    DepthwiseRowJob job;
    for (int32_t ky = 0; ky < 3; ++ky) {
      const int32_t row = y * window.stride_height - window.pad_top + ky;
      const bool inside = row >= 0 && row < window.input_height;
      job.rows[ky] =
          reinterpret_cast<int16_t*>(scratch_ + (inside ? ring_.OffsetOf(row, group) : layout_.padding_plane));
      job.row_steps[ky] = (inside ? ring_.plane_bytes() : 0) - read_bytes;
    }
    job.channel = channels;
    job.channel_end = channels + Count(group);
    job.columns = scratch_ + layout_.columns;
    job.block_bytes = static_cast<int32_t>(ColumnBytes(conv_.input_channels));
    job.columns_bytes = ring_.output_blocks() * job.block_bytes;
    ComputeDepthwiseRow(job, window.stride_width);
  }

  // From columns to output row y.
  void Finish(int32_t y) {
    auto* columns = reinterpret_cast<uint32_t*>(scratch_ + layout_.columns);
    const int32_t width = conv_.window.output_width;
    const auto block_words = static_cast<int32_t>(ColumnBytes(conv_.input_channels) / 4);
    ClampHalves(conv_.requantization, ring_.output_blocks() * block_words, columns);
    if (conv_.projection == nullptr) {
      NarrowRow(columns, width, conv_.input_channels, buffers_.output + y * width * conv_.input_channels);
      return;
    }
    const Conv2D& projection = *conv_.projection;
    BlockConvolution block(projection, Projection(), reinterpret_cast<int8_t*>(scratch_ + layout_.codes), buffers_);
    for (int32_t x = 0; x < width; x += kPixels, columns += block_words) {
      block.Run(columns, width - x < kPixels ? width - x : kPixels, (y * width + x) * projection.output_channels);
    }
  }

  const DepthwiseConv2D& conv_;
  const Buffers& buffers_;
  StageClock* clock_;
  const PlaneRing ring_;
  const Layout layout_;
  char* const scratch_;
};

bool IsPointwise(const Conv2D& conv) {
  const Window& window = conv.window;
  return window.kernel_height == 1 && window.kernel_width == 1 && window.stride_height == 1 &&
         window.stride_width == 1 && conv.requantization.odd_count == 0 && Conv2DDspTakes(conv);
}

}  // namespace

bool DepthwiseDspTakes(const DepthwiseConv2D& conv) {
  const Window& window = conv.window;
  return window.kernel_height == 3 && window.kernel_width == 3 && window.stride_height == window.stride_width &&
         window.stride_width <= 2 && window.dilation_height == 1 && window.dilation_width == 1 && window.pad_top <= 1 &&
         window.pad_left <= 1 && conv.depth_multiplier == 1 &&
         conv.input_channels * window.input_width <= kMostInRow;
}

bool ExpansionDspTakes(const Conv2D& conv) {
  return IsPointwise(conv) && conv.input_channels % 4 == 0 &&
         int64_t{conv.input_channels} * conv.window.input_width <= kMostInRow;
}

bool ProjectionDspTakes(const Conv2D& conv) { return IsPointwise(conv); }

void ChooseGroups(ScratchSize size, DepthwiseConv2D* conv) {
  conv->group = kSmallGroup;
  conv->keeps_constants = size == ScratchSize::kLarge;
  if (size == ScratchSize::kSmall) return;
  const int32_t channels = conv->input_channels;
  const int32_t wish = kLargeGroupColumns / conv->window.input_width;
  const int32_t most = wish < kLargeGroup ? kLargeGroup : wish;
  const int32_t groups = (channels + most - 1) / most;
  conv->group = static_cast<int16_t>(((channels + groups - 1) / groups + 3) / 4 * 4);
}

uint32_t InvertedResidualDspScratchBytes(const DepthwiseConv2D& conv, bool with_add) {
  return static_cast<uint32_t>(Layout(conv, PlaneRing(conv), with_add).end);
}

bool InvertedResidualDspRunsInPlace(const DepthwiseConv2D& conv) {
  const Window& window = conv.window;
  if (conv.requantization.odd_count != 0) return false;
  const int32_t input_channels = conv.expansion != nullptr ? conv.expansion->input_channels : conv.input_channels;
  const int32_t output_channels = conv.projection != nullptr ? conv.projection->output_channels : conv.input_channels;
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int32_t bottom = y * window.stride_height - window.pad_top + 3;
    const int32_t read = bottom < window.input_height ? bottom : window.input_height;
    if ((y + 1) * window.output_width * output_channels > read * window.input_width * input_channels) return false;
  }
  return true;
}

void InvertedResidualDsp(const DepthwiseConv2D& conv, const Buffers& buffers, StageClock* clock) {
  Stream(conv, buffers, clock).Run();
  DepthwiseConv2DOddChannels(conv, buffers);
}

}  // namespace tinyclassify
