#include "engine/kernels/cortex_m/depthwise_row.h"

#include <stddef.h>

#include "engine/kernels/cortex_m/columns.h"
#include "engine/kernels/cortex_m/fast_requantization.h"
#include "engine/rounding.h"

// The inner loop of the depthwise layers: four outputs of one channel a step. On the Cortex-M7 in assembly, in all 14
// registers:
//   r0 channel   r1 r2 r3 rows   r4 columns   r5 r6 r7 r8 sums   r9 r10 r11 inputs   r12 lr weights
// A kernel row with stride 1 takes 11 instructions for 12 multiply-accumulates: two loads bring 6 inputs (x0 x1) (x2 x3)
// (x4 x5), one the weights (w0 w1) and (w1 w2); an output at an even column is SMLAD (x0 x1)(w0 w1) + SMLABT x2 w2, one at
// an odd column SMLATB x1 w0 + SMLAD (x2 x3)(w1 w2). With stride 2 all outputs stand at even columns, and it takes 12.

namespace tinyclassify::dsp {

void FillDepthwiseChannels(const DepthwiseConv2D& conv, int32_t first, int32_t count, DepthwiseChannel* channels) {
  const Requantization& to = conv.requantization;
  const int32_t stride = conv.input_channels;
  const int32_t input_zero_point = conv.input_zero_point + kUnsignedOffset;
  const int32_t zero_point = to.zero_point + kUnsignedOffset;
  const bool is_regular = to.is_regular;
  for (int32_t channel = first; channel < first + count; ++channel, ++channels) {
    const int8_t* from = conv.weights + channel;
    int32_t sum = 0;
#pragma GCC unroll 3
    for (int32_t ky = 0; ky < 3; ++ky, from += 3 * stride) {
      const int32_t left = 2 * from[0];
      const int32_t middle = 2 * from[stride];
      const int32_t right = 2 * from[2 * stride];
      channels->weights[2 * ky] = PackLow(static_cast<uint32_t>(left), static_cast<uint32_t>(middle));
      channels->weights[2 * ky + 1] = PackLow(static_cast<uint32_t>(middle), static_cast<uint32_t>(right));
      sum += left + middle + right;
    }
    int32_t bias = conv.bias != nullptr ? conv.bias[channel] : 0;
    if (!is_regular && FillIrregular(to, channel, bias, kUnsignedOffset, &channels->scale)) {
      bias = 0;
    } else {
      channels->scale = MakeScale(to.multipliers[channel], to.shifts[channel], zero_point);
    }
    channels->doubled_bias = 2 * bias - input_zero_point * sum;
    // Within a block of four taps the columns hold (tap 0, tap 2), (tap 1, tap 3).
    channels->output_offset = (channel >> 2) * (4 * kBlockWords) + (channel & 1) * 4 + (channel & 2);
  }
}

#if defined(__ARM_FEATURE_DSP) && !TC_SINGLE_ROUNDING

// clang-format off
#define TC_ROW_STRIDE_1(row, weights, sum0, sum1, sum2, sum3)   \
  "ldrd r9, r10, [" row "], #8\n"                               \
  "ldr r11, [" row "]\n"                                        \
  "ldrd r12, lr, [r0, #" weights "]\n"                          \
  "smlad r5, r9, r12, " sum0 "\n"                               \
  "smlatb r6, r9, r12, " sum1 "\n"                              \
  "smlad r7, r10, r12, " sum2 "\n"                              \
  "smlatb r8, r10, r12, " sum3 "\n"                             \
  "smlabt r5, r10, lr, r5\n"                                    \
  "smlad r6, r10, lr, r6\n"                                     \
  "smlabt r7, r11, lr, r7\n"                                    \
  "smlad r8, r11, lr, r8\n"
#define TC_ROW_STRIDE_2(row, weights, sum0, sum1, sum2, sum3)   \
  "ldrd r9, r10, [" row "], #8\n"                               \
  "ldrd r12, lr, [r0, #" weights "]\n"                          \
  "smlad r5, r9, r12, " sum0 "\n"                               \
  "smlad r6, r10, r12, " sum1 "\n"                              \
  "ldrd r9, r11, [" row "], #8\n"                               \
  "smlabt r5, r10, lr, r5\n"                                    \
  "smlad r7, r9, r12, " sum2 "\n"                               \
  "ldr r10, [" row "]\n"                                        \
  "smlad r8, r11, r12, " sum3 "\n"                              \
  "smlabt r6, r9, lr, r6\n"                                     \
  "smlabt r7, r11, lr, r7\n"                                    \
  "smlabt r8, r10, lr, r8\n"
// r9 r10 r11: multiplier, addend, exponent.
#define TC_CODE(sum)                      \
  "add r12, r10, " sum ", asr #31\n"      \
  "smmlar " sum ", " sum ", r9, r12\n"    \
  "asr " sum ", " sum ", r11\n"           \
  "usat " sum ", #8, " sum "\n"
// The frame: the job's first seven words, then [28] where the channel's row of columns ends, [32] the stride's three rows.
__attribute__((naked)) void ComputeDepthwiseRow(const DepthwiseRowJob&, int32_t) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "sub sp, #36\n"
      "adr r4, 9f\n"
      "add r1, r4, r1, lsl #2\n"
      "ldr r1, [r1, #-4]\n"
      "add r1, r1, r4\n"
      "str r1, [sp, #32]\n"
      "ldmia r0!, {r4-r10}\n"
      "stmia sp, {r4-r10}\n"
      "ldr r11, [r0], #4\n"
      "ldmia r0, {r1, r2, r3}\n"
      "mov r0, r11\n"

      "1:\n"  // A channel.
      "ldrd r5, r6, [sp, #16]\n"
      "ldr r4, [r0, #40]\n"
      "add r4, r4, r5\n"
      "add r6, r6, r4\n"
      "str r6, [sp, #28]\n"

      "2:\n"  // Four outputs.
      "ldr r8, [r0, #36]\n"
      "ldr pc, [sp, #32]\n"
      "20:\n"
      TC_ROW_STRIDE_2("r1", "12", "r8", "r8", "r8", "r8") TC_ROW_STRIDE_2("r2", "20", "r5", "r6", "r7", "r8")
      TC_ROW_STRIDE_2("r3", "28", "r5", "r6", "r7", "r8")
      "b 3f\n"
      "10:\n"
      TC_ROW_STRIDE_1("r1", "12", "r8", "r8", "r8", "r8") TC_ROW_STRIDE_1("r2", "20", "r5", "r6", "r7", "r8")
      TC_ROW_STRIDE_1("r3", "28", "r5", "r6", "r7", "r8")
      "3:\n"
      "ldmia r0, {r9, r10, r11}\n"
      TC_CODE("r5") TC_CODE("r6") TC_CODE("r7") TC_CODE("r8")
      "strh r5, [r4]\n"
      "strh r6, [r4, #8]\n"
      "strh r7, [r4, #16]\n"
      "strh r8, [r4, #24]\n"
      "ldrd r9, r10, [sp, #24]\n"
      "add r4, r4, r9\n"
      "cmp r4, r10\n"
      "bne 2b\n"

      "ldmia sp, {r5, r6, r7, r8}\n"
      "add r1, r1, r5\n"
      "add r2, r2, r6\n"
      "add r3, r3, r7\n"
      "add r0, r0, #44\n"
      "cmp r0, r8\n"
      "bne 1b\n"
      "add sp, #36\n"
      "pop {r4-r11, pc}\n"
      ".balign 4\n"
      "9:\n"
      ".word 10b - 9b + 1, 20b - 9b + 1\n");
}

static_assert(offsetof(DepthwiseRowJob, columns) == 16 && offsetof(DepthwiseRowJob, block_bytes) == 24 &&
                  offsetof(DepthwiseRowJob, channel) == 28 && offsetof(DepthwiseChannel, weights) == 12 &&
                  offsetof(DepthwiseChannel, output_offset) == 40 && sizeof(DepthwiseChannel) == 44,
              "the assembly's offsets");

#undef TC_ROW_STRIDE_1
#undef TC_ROW_STRIDE_2
#undef TC_CODE
// clang-format on

#else

namespace {

// Three taps of a row at column 0 of `inputs`.
int32_t AddTaps(const int16_t* inputs, const uint32_t* weights, int32_t sum) {
  sum = MultiplyAddDual(Pack(inputs[0], inputs[1]), weights[0], sum);
  return MultiplyAddLowHigh(Pack(inputs[2], 0), weights[1], sum);
}

}  // namespace

void ComputeDepthwiseRow(const DepthwiseRowJob& job, int32_t stride) {
  const char* rows[3];
  for (int32_t ky = 0; ky < 3; ++ky) rows[ky] = reinterpret_cast<const char*>(job.rows[ky]);
  for (const DepthwiseChannel* channel = job.channel; channel != job.channel_end; ++channel) {
    char* columns = static_cast<char*>(job.columns) + channel->output_offset;
    char* const columns_end = columns + job.columns_bytes;
    for (; columns != columns_end; columns += job.block_bytes) {
      for (int32_t x = 0; x < kPixels; ++x) {
        int32_t sum = channel->doubled_bias;
        for (int32_t ky = 0; ky < 3; ++ky) {
          sum = AddTaps(reinterpret_cast<const int16_t*>(rows[ky]) + stride * x, channel->weights + 2 * ky, sum);
        }
        *reinterpret_cast<int16_t*>(columns + 8 * x) = static_cast<int16_t>(SaturateToUint8(channel->scale.Apply(sum)));
      }
      for (const char*& row : rows) row += DepthwiseReadBytes(1, stride);
    }
    for (int32_t ky = 0; ky < 3; ++ky) rows[ky] += job.row_steps[ky];
  }
}

#endif

}  // namespace tinyclassify::dsp
