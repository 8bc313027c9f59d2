#include "engine/kernels/dsp/multiply_channels.h"

#include <stddef.h>

// The inner loop of every convolution. On the Cortex-M7 in assembly: a block of 4 taps takes 13 instructions for 16
// multiply-accumulates, and a channel 45 more for four outputs. The registers, all 14 of them:
//   r0 job   r1 weights   r2 columns   r3 their end   r4 r5 r6 r8 taps   r7 r9 weights   r10 r11 r12 lr sums
// Two LDM bring the taps of two pixels each, an LDR and two SXTB16 bring 4 weights, eight SMLAD multiply. A compiler takes
// an LDRD a pixel, and keeps some of the rest on the stack.

namespace tinyclassify::dsp {

#if defined(__ARM_FEATURE_DSP) && !TC_SINGLE_ROUNDING

#define TC_PRODUCTS                   \
  "ldmia r2!, {r4, r5, r6, r8}\n"     \
  "sxtb16 r9, r7, ror #8\n"           \
  "sxtb16 r7, r7\n"                   \
  "smlad r10, r7, r4, r10\n"          \
  "smlad r11, r7, r6, r11\n"          \
  "smlad r10, r9, r5, r10\n"          \
  "smlad r11, r9, r8, r11\n"          \
  "ldmia r2!, {r4, r5, r6, r8}\n"     \
  "smlad r12, r7, r4, r12\n"          \
  "smlad lr, r7, r6, lr\n"            \
  "smlad r12, r9, r5, r12\n"          \
  "smlad lr, r9, r8, lr\n"
#define TC_BLOCK "ldr r7, [r1], #4\n" TC_PRODUCTS
#define TC_REQUANTIZE(sum)                      \
  "add " sum ", r4, " sum ", lsl #1\n"          \
  "smmulr " sum ", " sum ", r5\n"               \
  "add " sum ", " sum ", " sum ", asr #31\n"    \
  "add " sum ", " sum ", r6\n"                  \
  "asr " sum ", " sum ", r8\n"                  \
  "ssat " sum ", #8, " sum "\n"

static_assert(offsetof(ChannelJob, columns_end) == 8 && offsetof(ChannelJob, rest) == 12 &&
                  offsetof(ChannelJob, channel) == 20 && offsetof(ChannelJob, output) == 24 &&
                  offsetof(ChannelJob, channel_end) == 28 && offsetof(ChannelJob, offset) == 32 &&
                  offsetof(ChannelJob, weights) == 44,
              "the assembly's offsets");
static_assert(offsetof(ChannelConstants, scale.multiplier) == 4 && offsetof(ChannelConstants, scale.addend) == 8 &&
                  offsetof(ChannelConstants, scale.exponent) == 12 && sizeof(ChannelConstants) == 16,
              "the assembly's offsets");

__attribute__((naked)) const int8_t* MultiplyChannels(ChannelJob*) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "ldr r1, [r0, #44]\n"
      "1:\n"  // A channel.
      "ldrd r2, r3, [r0]\n"
      "mov r10, #0\n"
      "mov r11, #0\n"
      "mov r12, #0\n"
      "mov lr, #0\n"
      "cmp r2, r3\n"
      "beq 3f\n"
      "2:\n"  // Four blocks.
      TC_BLOCK TC_BLOCK TC_BLOCK TC_BLOCK
      "cmp r2, r3\n"
      "bne 2b\n"
      "3:\n"
      "ldr r3, [r0, #8]\n"
      "cmp r2, r3\n"
      "beq 5f\n"
      "4:\n"  // One block.
      TC_BLOCK
      "cmp r2, r3\n"
      "bne 4b\n"
      "5:\n"  // The last 1 to 3 taps: the four weights that end there, shifted so that zeros follow.
      "ldr r3, [r0, #12]\n"
      "cbz r3, 6f\n"
      "add r1, r1, r3\n"
      "ldr r7, [r1, #-4]\n"
      "ldr r9, [r0, #16]\n"
      "lsr r7, r7, r9\n"
      TC_PRODUCTS
      "6:\n"  // Bias, factor, store.
      "ldr r2, [r0, #20]\n"
      "ldmia r2!, {r4, r5, r6, r8}\n"
      "str r2, [r0, #20]\n"
      TC_REQUANTIZE("r10") TC_REQUANTIZE("r11") TC_REQUANTIZE("r12") TC_REQUANTIZE("lr")
      "ldrd r3, r7, [r0, #24]\n"
      "ldrd r4, r5, [r0, #32]\n"
      "ldr r6, [r0, #40]\n"
      "strb lr, [r3, r6]\n"
      "strb r12, [r3, r5]\n"
      "strb r11, [r3, r4]\n"
      "strb r10, [r3], #1\n"
      "str r3, [r0, #24]\n"
      "cmp r2, r7\n"
      "bne 1b\n"
      "mov r0, r1\n"
      "pop {r4-r11, pc}\n");
}

#undef TC_PRODUCTS
#undef TC_BLOCK
#undef TC_REQUANTIZE

#else

namespace {

void AddProducts(uint32_t weights, const uint32_t* columns, int32_t* sums) {
  for (int32_t p = 0; p < kPixels; ++p) {
    sums[p] = MultiplyAddDual(ExtendEven(weights), columns[2 * p], sums[p]);
    sums[p] = MultiplyAddDual(ExtendOdd(weights), columns[2 * p + 1], sums[p]);
  }
}

}  // namespace

const int8_t* MultiplyChannels(ChannelJob* job) {
  const int8_t* weights = job->weights;
  for (; job->channel != job->channel_end; ++job->channel, ++job->output) {
    int32_t sums[kPixels] = {0, 0, 0, 0};
    const uint32_t* columns = job->columns;
    for (; columns != job->columns_end; columns += kBlockWords, weights += 4) AddProducts(Load32(weights), columns, sums);
    if (job->rest != 0) {
      weights += job->rest;
      AddProducts(Load32(weights - 4) >> job->rest_shift, columns, sums);
    }
    const ChannelConstants& constants = *job->channel;
    for (int32_t p = kPixels - 1; p >= 0; --p) {
      job->output[p == 0 ? 0 : job->offset[p - 1]] = constants.scale.Apply(constants.doubled_bias + 2 * sums[p]);
    }
  }
  return weights;
}

#endif

}  // namespace tinyclassify::dsp
