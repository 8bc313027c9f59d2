#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_DSP_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_DSP_H

#include <stdint.h>
#include <string.h>

#include "common/attributes.h"

/// The instructions of Armv7E-M's DSP extension that the fast kernels are built of, each as one function. Elsewhere the
/// same functions are written out in C++, so that the fast kernels run, and are tested, on any machine.
/// Source: Armv7-M Architecture Reference Manual, A7.7. "Halves" are the two int16 of a word: low and high.
namespace tinyclassify::dsp {

inline uint32_t Load32(const void* address) {
  uint32_t word;
  memcpy(&word, address, sizeof(word));
  return word;
}

inline void Store32(void* address, uint32_t word) { memcpy(address, &word, sizeof(word)); }

inline int32_t Low(uint32_t word) { return static_cast<int16_t>(word & 0xffffu); }
inline int32_t High(uint32_t word) { return static_cast<int16_t>(word >> 16); }
inline uint32_t Pack(int32_t low, int32_t high) {
  return (static_cast<uint32_t>(low) & 0xffffu) | (static_cast<uint32_t>(high) << 16);
}

#if defined(__ARM_FEATURE_DSP)

#define TC_DSP_OP2(name, instruction)                 \
  inline uint32_t name(uint32_t a, uint32_t b) {      \
    uint32_t result;                                  \
    asm(instruction : "=r"(result) : "r"(a), "r"(b)); \
    return result;                                    \
  }
#define TC_DSP_MAC(name, instruction)                                   \
  inline int32_t name(uint32_t a, uint32_t b, int32_t accumulator) {    \
    int32_t result;                                                     \
    asm(instruction : "=r"(result) : "r"(a), "r"(b), "r"(accumulator)); \
    return result;                                                      \
  }

/// a's halves plus bytes 0 and 2 of b, sign-extended.
TC_DSP_OP2(ExtendAddEven, "sxtab16 %0, %1, %2")
/// a's halves plus bytes 1 and 3 of b, sign-extended.
TC_DSP_OP2(ExtendAddOdd, "sxtab16 %0, %1, %2, ror #8")
/// The low halves of a (below) and b (above).
TC_DSP_OP2(PackLow, "pkhbt %0, %1, %2, lsl #16")
/// The high halves of a (below) and b (above).
TC_DSP_OP2(PackHigh, "pkhtb %0, %2, %1, asr #16")
/// accumulator + low * low + high * high.
TC_DSP_MAC(MultiplyAddDual, "smlad %0, %1, %2, %3")
/// accumulator + low * low; accumulator + high * high.
TC_DSP_MAC(MultiplyAddLow, "smlabb %0, %1, %2, %3")
TC_DSP_MAC(MultiplyAddHigh, "smlatt %0, %1, %2, %3")
/// accumulator + low of a * high of b.
TC_DSP_MAC(MultiplyAddLowHigh, "smlabt %0, %1, %2, %3")
/// accumulator + high of a * low of b.
TC_DSP_MAC(MultiplyAddHighLow, "smlatb %0, %1, %2, %3")

/// Bytes 0 and 2 as halves; bytes 1 and 3 as halves.
inline uint32_t ExtendEven(uint32_t a) {
  uint32_t result;
  asm("sxtb16 %0, %1" : "=r"(result) : "r"(a));
  return result;
}
inline uint32_t ExtendOdd(uint32_t a) {
  uint32_t result;
  asm("sxtb16 %0, %1, ror #8" : "=r"(result) : "r"(a));
  return result;
}

/// The same without sign.
inline uint32_t ZeroExtendEven(uint32_t a) {
  uint32_t result;
  asm("uxtb16 %0, %1" : "=r"(result) : "r"(a));
  return result;
}
inline uint32_t ZeroExtendOdd(uint32_t a) {
  uint32_t result;
  asm("uxtb16 %0, %1, ror #8" : "=r"(result) : "r"(a));
  return result;
}

/// sum + the absolute differences of the unsigned bytes of a and b.
inline uint32_t AddDistances(uint32_t a, uint32_t b, uint32_t sum) {
  uint32_t result;
  asm("usada8 %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
  return result;
}

/// addend + ((a * b + 2^31) >> 32).
inline int32_t MultiplyHighAdd(int32_t a, int32_t b, int32_t addend) {
  int32_t result;
  asm("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(addend));
  return result;
}

inline int32_t SaturateToInt8(int32_t a) {
  int32_t result;
  asm("ssat %0, #8, %1" : "=r"(result) : "r"(a));
  return result;
}
inline int32_t SaturateToUint8(int32_t a) {
  int32_t result;
  asm("usat %0, #8, %1" : "=r"(result) : "r"(a));
  return result;
}

#undef TC_DSP_OP2
#undef TC_DSP_MAC

#else

inline int32_t ByteAt(uint32_t word, uint32_t index) { return static_cast<int8_t>((word >> (8 * index)) & 0xffu); }

inline uint32_t ExtendAddEven(uint32_t a, uint32_t b) { return Pack(Low(a) + ByteAt(b, 0), High(a) + ByteAt(b, 2)); }
inline uint32_t ExtendAddOdd(uint32_t a, uint32_t b) { return Pack(Low(a) + ByteAt(b, 1), High(a) + ByteAt(b, 3)); }
inline uint32_t ExtendEven(uint32_t a) { return Pack(ByteAt(a, 0), ByteAt(a, 2)); }
inline uint32_t ExtendOdd(uint32_t a) { return Pack(ByteAt(a, 1), ByteAt(a, 3)); }
inline uint32_t ZeroExtendEven(uint32_t a) { return a & 0x00ff00ffu; }
inline uint32_t ZeroExtendOdd(uint32_t a) { return (a >> 8) & 0x00ff00ffu; }
inline uint32_t PackLow(uint32_t a, uint32_t b) { return Pack(Low(a), Low(b)); }
inline uint32_t PackHigh(uint32_t a, uint32_t b) { return Pack(High(a), High(b)); }
// As on the processor, sums wrap: a sum whose final value fits is right whatever lay between.
inline int32_t WrappingAdd(int32_t a, int32_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}
inline int32_t MultiplyAddDual(uint32_t a, uint32_t b, int32_t accumulator) {
  return WrappingAdd(WrappingAdd(accumulator, Low(a) * Low(b)), High(a) * High(b));
}
inline int32_t MultiplyAddLow(uint32_t a, uint32_t b, int32_t accumulator) { return WrappingAdd(accumulator, Low(a) * Low(b)); }
inline int32_t MultiplyAddHigh(uint32_t a, uint32_t b, int32_t accumulator) {
  return WrappingAdd(accumulator, High(a) * High(b));
}
inline int32_t MultiplyAddLowHigh(uint32_t a, uint32_t b, int32_t accumulator) {
  return WrappingAdd(accumulator, Low(a) * High(b));
}
inline int32_t MultiplyAddHighLow(uint32_t a, uint32_t b, int32_t accumulator) {
  return WrappingAdd(accumulator, High(a) * Low(b));
}
inline int32_t MultiplyHighAdd(int32_t a, int32_t b, int32_t addend) {
  return addend + static_cast<int32_t>((static_cast<int64_t>(a) * b + (int64_t{1} << 31)) >> 32);
}
inline uint32_t AddDistances(uint32_t a, uint32_t b, uint32_t sum) {
  for (int32_t shift = 0; shift < 32; shift += 8) {
    const uint32_t first = a >> shift & 0xffu;
    const uint32_t second = b >> shift & 0xffu;
    sum += first > second ? first - second : second - first;
  }
  return sum;
}
inline int32_t SaturateToUint8(int32_t a) { return a < 0 ? 0 : (a > 255 ? 255 : a); }
inline int32_t SaturateToInt8(int32_t a) { return a < -128 ? -128 : (a > 127 ? 127 : a); }

#endif

/// The same in both halves.
inline uint32_t Both(int32_t half) { return PackLow(static_cast<uint32_t>(half), static_cast<uint32_t>(half)); }

}  // namespace tinyclassify::dsp

#endif
