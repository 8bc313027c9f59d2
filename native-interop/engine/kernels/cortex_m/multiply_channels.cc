#include "engine/kernels/cortex_m/multiply_channels.h"

#include <stddef.h>

#include "engine/rounding.h"

// The inner loop of every convolution but the depthwise. On the Cortex-M7 in assembly; the registers, all 14 of them:
//   r0 constants   r1 weights   r2 columns   r3 their end   r4 r5 r6 r8 taps   r7 r9 weights   r10 r11 r12 lr sums
// Two LDM bring the taps of two pixels each, an LDR and two SXTB16 bring 4 weights, eight SMLAD multiply: 13 instructions
// for 16 multiply-accumulates. The first block of a channel adds to the bias instead of to sums that would have to be
// cleared; the others stand in a loop of four, which is entered where their number modulo 4 says.

namespace tinyclassify::dsp {

#if defined(__ARM_FEATURE_DSP) && !TC_SINGLE_ROUNDING

// clang-format off
#define TC_PRODUCTS(sum0, sum1, sum2, sum3) \
  "ldmia r2!, {r4, r5, r6, r8}\n"           \
  "sxtb16 r9, r7, ror #8\n"                 \
  "sxtb16 r7, r7\n"                         \
  "smlad r10, r7, r4, " sum0 "\n"           \
  "smlad r11, r7, r6, " sum1 "\n"           \
  "smlad r10, r9, r5, r10\n"                \
  "smlad r11, r9, r8, r11\n"                \
  "ldmia r2!, {r4, r5, r6, r8}\n"           \
  "smlad r12, r7, r4, " sum2 "\n"           \
  "smlad lr, r7, r6, " sum3 "\n"            \
  "smlad r12, r9, r5, r12\n"                \
  "smlad lr, r9, r8, lr\n"
#define TC_BLOCK "ldr r7, [r1], #4\n" TC_PRODUCTS("r10", "r11", "r12", "lr")
// Of a sum, to be doubled, to an int8 code. r4 r5 r6: multiplier, addend, exponent.
#define TC_CODE(sum)                      \
  "add " sum ", " sum ", " sum "\n"       \
  "add r7, r5, " sum ", asr #31\n"        \
  "smmlar " sum ", " sum ", r4, r7\n"     \
  "asr " sum ", " sum ", r6\n"            \
  "ssat " sum ", #8, " sum "\n"
// Of a doubled sum to an unsigned code. Rectified, r5 stands in for r7.
#define TC_SIGN(sum) "add r7, r5, " sum ", asr #31\n"
#define TC_UNSIGNED_CODE(sum, addend)     \
  "smmlar " sum ", " sum ", r4, " addend "\n" \
  "asr " sum ", " sum ", r6\n"            \
  "usat " sum ", #8, " sum "\n"

static_assert(offsetof(ChannelJob, channel_end) == 24 && offsetof(ChannelJob, offset) == 28 &&
                  offsetof(ChannelJob, stores) == 40 && offsetof(ChannelJob, channel) == 44 &&
                  offsetof(ChannelJob, weights) == 48 && offsetof(ChannelJob, blocks) == 52,
              "the assembly's offsets");
static_assert(offsetof(ChannelConstants, scale.exponent) == 12 && sizeof(ChannelConstants) == 16,
              "the assembly's offsets");

// The frame: the job's first ten words, then [40] where a channel goes on behind its first block, [44] where behind its
// last, [48] where its codes are stored, [52] the job's other words, [56] the block's output, [60] blocks that are left.
__attribute__((naked)) const int8_t* MultiplyChannels(const ChannelJob*) {
  asm volatile(
      "push {r4-r11, lr}\n"
      "sub sp, #64\n"
      "ldmia r0!, {r2-r11}\n"
      "stmia sp, {r2-r11}\n"
      "ldmia r0, {r7, r8, r9, r10}\n"
      "strd r0, r6, [sp, #52]\n"
      "str r10, [sp, #60]\n"
      "adr r6, 9f\n"
      "mov r0, r8\n"
      "mov r1, r9\n"
      "ldr r7, [r6, r7, lsl #2]\n"
      "add r7, r7, r6\n"
      "str r7, [sp, #48]\n"
      "cbz r4, 1f\n"
      "ldr r7, [r6, #12]\n"
      "add r7, r7, r6\n"
      "1:\n"
      "str r7, [sp, #44]\n"
      "sub r3, r3, r2\n"
      "subs r3, r3, #32\n"
      "beq 2f\n"
      "ubfx r3, r3, #5, #2\n"
      "add r3, r3, #4\n"
      "ldr r7, [r6, r3, lsl #2]\n"
      "add r7, r7, r6\n"
      "2:\n"
      "str r7, [sp, #40]\n"

      "10:\n"  // A channel.
      "ldrd r2, r3, [sp]\n"
      "ldr lr, [r0], #4\n"
      "ldr r7, [r1], #4\n"
      TC_PRODUCTS("lr", "lr", "lr", "lr")
      "ldr pc, [sp, #40]\n"
      "14:\n" TC_BLOCK
      "13:\n" TC_BLOCK
      "12:\n" TC_BLOCK
      "11:\n" TC_BLOCK
      "cmp r2, r3\n"
      "bne 14b\n"
      "ldr pc, [sp, #44]\n"

      "20:\n"  // The last 1 to 3 taps: the four weights that end there, shifted so that zeros follow.
      "ldrd r3, r9, [sp, #8]\n"
      "add r1, r1, r3\n"
      "ldr r7, [r1, #-4]\n"
      "lsr r7, r7, r9\n"
      TC_PRODUCTS("r10", "r11", "r12", "lr")
      "ldr pc, [sp, #48]\n"

      "30:\n"  // Stores::kCodes.
      "ldmia r0!, {r4, r5, r6}\n"
      TC_CODE("r10") TC_CODE("r11") TC_CODE("r12") TC_CODE("lr")
      "ldr r3, [sp, #16]\n"
      "ldrd r4, r5, [sp, #24]\n"
      "ldrd r6, r7, [sp, #32]\n"
      "strb lr, [r3, r7]\n"
      "strb r12, [r3, r6]\n"
      "strb r11, [r3, r5]\n"
      "strb r10, [r3], #1\n"
      "str r3, [sp, #16]\n"
      "cmp r0, r4\n"
      "bne 10b\n"
      "b 50f\n"

      "40:\n"  // Stores::kPlanes.
      "ldmia r0!, {r4, r5, r6}\n"
      TC_SIGN("r10") TC_UNSIGNED_CODE("r10", "r7") TC_SIGN("r11") TC_UNSIGNED_CODE("r11", "r7")
      TC_SIGN("r12") TC_UNSIGNED_CODE("r12", "r7") TC_SIGN("lr") TC_UNSIGNED_CODE("lr", "r7")
      "b 46f\n"

      "45:\n"  // Stores::kRectifiedPlanes.
      "ldmia r0!, {r4, r5, r6}\n"
      TC_UNSIGNED_CODE("r10", "r5") TC_UNSIGNED_CODE("r11", "r5") TC_UNSIGNED_CODE("r12", "r5")
      TC_UNSIGNED_CODE("lr", "r5")
      "46:\n"
      "ldrd r3, r4, [sp, #16]\n"
      "pkhbt r10, r10, r11, lsl #16\n"
      "pkhbt r12, r12, lr, lsl #16\n"
      "str r10, [r3]\n"
      "str r12, [r3, #4]\n"
      "ldr r5, [sp, #24]\n"
      "add r3, r3, r4\n"
      "str r3, [sp, #16]\n"
      "cmp r0, r5\n"
      "bne 10b\n"

      "50:\n"  // The next block: its columns stand behind, its planes go on.
      "ldr r2, [sp, #60]\n"
      "subs r2, r2, #1\n"
      "beq 51f\n"
      "ldrd r3, r4, [sp]\n"
      "sub r3, r4, r3\n"
      "add r5, r4, r3\n"
      "strd r4, r5, [sp]\n"
      "ldrd r3, r6, [sp, #52]\n"
      "add r6, r6, #8\n"
      "str r6, [sp, #16]\n"
      "strd r6, r2, [sp, #56]\n"
      "ldrd r0, r1, [r3, #4]\n"
      "b 10b\n"
      "51:\n"
      "mov r0, r1\n"
      "add sp, #64\n"
      "pop {r4-r11, pc}\n"
      ".balign 4\n"
      "9:\n"
      ".word 30b - 9b + 1, 40b - 9b + 1, 45b - 9b + 1, 20b - 9b + 1, 14b - 9b + 1, 11b - 9b + 1, 12b - 9b + 1, 13b - 9b + 1\n");
}

#undef TC_PRODUCTS
#undef TC_BLOCK
#undef TC_CODE
#undef TC_SIGN
#undef TC_UNSIGNED_CODE
// clang-format on

#else

namespace {

void AddBlock(uint32_t weights, const uint32_t* columns, int32_t* sums) {
  for (int32_t p = 0; p < kPixels; ++p) {
    sums[p] = MultiplyAddDual(ExtendEven(weights), columns[2 * p], sums[p]);
    sums[p] = MultiplyAddDual(ExtendOdd(weights), columns[2 * p + 1], sums[p]);
  }
}

const int8_t* AddProducts(const ChannelJob& job, const int8_t* weights, int32_t* sums) {
  const uint32_t* columns = job.columns;
  for (; columns != job.columns_end; columns += kBlockWords, weights += 4) AddBlock(Load32(weights), columns, sums);
  if (job.rest != 0) {
    weights += job.rest;
    AddBlock(Load32(weights - 4) >> job.rest_shift, columns, sums);
  }
  return weights;
}

void StoreChannel(const ChannelJob& job, const ChannelScale& scale, const int32_t* sums, int32_t channel) {
  if (job.stores != Stores::kCodes) {
    auto* plane = reinterpret_cast<uint32_t*>(static_cast<char*>(job.output) + channel * job.plane_bytes);
    for (int32_t p = 0; p < kPixels; p += 2) {
      Store32(plane + p / 2, Pack(SaturateToUint8(scale.Apply(sums[p])), SaturateToUint8(scale.Apply(sums[p + 1]))));
    }
    return;
  }
  auto* codes = static_cast<int8_t*>(job.output) + channel;
  for (int32_t p = kPixels - 1; p >= 0; --p) {
    codes[p == 0 ? 0 : job.offset[p - 1]] = static_cast<int8_t>(SaturateToInt8(scale.Apply(2 * sums[p])));
  }
}

// One block.
const int8_t* MultiplyBlock(const ChannelJob* job) {
  const int8_t* weights = job->weights;
  const auto count = static_cast<int32_t>(job->channel_end - job->channel);
  for (int32_t channel = 0; channel < count; ++channel) {
    const ChannelConstants& constants = job->channel[channel];
    int32_t sums[kPixels] = {constants.bias, constants.bias, constants.bias, constants.bias};
    weights = AddProducts(*job, weights, sums);
    StoreChannel(*job, constants.scale, sums, channel);
  }
  return weights;
}

}  // namespace

const int8_t* MultiplyChannels(const ChannelJob* job) {
  ChannelJob block = *job;
  const int8_t* weights = job->weights;
  for (; block.blocks > 0; --block.blocks) {
    weights = MultiplyBlock(&block);
    const auto words = block.columns_end - block.columns;
    block.columns = block.columns_end;
    block.columns_end += words;
    block.output = static_cast<char*>(block.output) + kPixels * sizeof(int16_t);
  }
  return weights;
}

#endif

}  // namespace tinyclassify::dsp
