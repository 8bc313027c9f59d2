#include "engine/kernels/x86/avx2.h"

#if TC_HAS_AVX2

#include <immintrin.h>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace tinyclassify {

#if defined(_MSC_VER) && !defined(__clang__)

// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, section 14.7.1.
bool HasAvx2() {
  constexpr int kSavesVectors = 1 << 27 | 1 << 28;  // OSXSAVE and AVX, leaf 1, ECX.
  constexpr unsigned long long kVectorState = 6;    // XMM and YMM in XCR0.
  int registers[4];
  __cpuid(registers, 0);
  if (registers[0] < 7) return false;
  __cpuid(registers, 1);
  if ((registers[2] & kSavesVectors) != kSavesVectors || (_xgetbv(0) & kVectorState) != kVectorState) return false;
  __cpuidex(registers, 7, 0);
  return (registers[1] & 1 << 5) != 0;
}

#else

bool HasAvx2() { return __builtin_cpu_supports("avx2") != 0; }

#endif

namespace {

constexpr int32_t kLanes = 8;

#if TC_FLOAT_ROUNDING

// RoundProduct. A channel's factor is loaded with its multipliers.
TC_AVX2 __m256i RescaleLanes(__m256i value, const Requantization& to, int32_t channel) {
  const __m256 limit = _mm256_set1_ps(1024.0f);
  __m256 product = _mm256_mul_ps(_mm256_cvtepi32_ps(value), _mm256_loadu_ps(to.multipliers + channel));
  product = _mm256_min_ps(_mm256_max_ps(product, _mm256_sub_ps(_mm256_setzero_ps(), limit)), limit);
  const __m256i bits = _mm256_castps_si256(_mm256_add_ps(product, _mm256_set1_ps(12582912.0f)));
  return _mm256_sub_epi32(bits, _mm256_set1_epi32(0x4b400000));
}

#else

// The even and the odd lanes of eight int32, each as four int64, back in one vector of their low halves.
TC_AVX2 __m256i Interleave(__m256i even, __m256i odd) { return _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA); }

#if TC_SINGLE_ROUNDING

// value >> shift of int64 lanes, which AVX2 has for unsigned alone. |value| < 2^62: Prepare proves it.
TC_AVX2 __m256i ShiftRight(__m256i value, __m256i shift) {
  const __m256i bias = _mm256_set1_epi64x(int64_t{1} << 62);
  return _mm256_sub_epi64(_mm256_srlv_epi64(_mm256_add_epi64(value, bias), shift), _mm256_srlv_epi64(bias, shift));
}

TC_AVX2 __m256i RescaleHalf(__m256i value, __m256i multiplier, __m256i total_shift) {
  const __m256i half = _mm256_sllv_epi64(_mm256_set1_epi64x(1), _mm256_sub_epi64(total_shift, _mm256_set1_epi64x(1)));
  return ShiftRight(_mm256_add_epi64(_mm256_mul_epi32(value, multiplier), half), total_shift);
}

TC_AVX2 __m256i RescaleLanes(__m256i value, __m256i multiplier, __m256i shift) {
  const __m256i total = _mm256_sub_epi32(_mm256_set1_epi32(31), shift);  // [1, 62]
  const __m256i even_shift = _mm256_and_si256(total, _mm256_set1_epi64x(0xFFFFFFFF));
  const __m256i even = RescaleHalf(value, multiplier, even_shift);
  const __m256i odd = RescaleHalf(_mm256_srli_epi64(value, 32), _mm256_srli_epi64(multiplier, 32), _mm256_srli_epi64(total, 32));
  return Interleave(even, odd);
}

#else

// DoublingHighMultiply.
TC_AVX2 __m256i MultiplyHigh(__m256i value, __m256i multiplier) {
  const __m256i half = _mm256_set1_epi64x(int64_t{1} << 30);
  const __m256i even = _mm256_add_epi64(_mm256_mul_epi32(value, multiplier), half);
  const __m256i odd = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(value, 32), _mm256_srli_epi64(multiplier, 32)), half);
  // Bits 31 to 62 of each: the sign bit that a logical shift loses lies above them.
  return Interleave(_mm256_srli_epi64(even, 31), _mm256_srli_epi64(odd, 31));
}

// DivideByPowerOfTwo.
TC_AVX2 __m256i Divide(__m256i value, __m256i exponent) {
  const __m256i one = _mm256_set1_epi32(1);
  const __m256i mask = _mm256_sub_epi32(_mm256_sllv_epi32(one, exponent), one);
  const __m256i greatest_down = _mm256_sub_epi32(_mm256_srli_epi32(mask, 1), _mm256_srai_epi32(value, 31));
  const __m256i up = _mm256_cmpgt_epi32(_mm256_and_si256(value, mask), greatest_down);  // -1 where it rounds up.
  return _mm256_sub_epi32(_mm256_srav_epi32(value, exponent), up);
}

TC_AVX2 __m256i RescaleLanes(__m256i value, __m256i multiplier, __m256i shift) {
  const __m256i zero = _mm256_setzero_si256();
  const __m256i left = _mm256_max_epi32(shift, zero);
  const __m256i right = _mm256_max_epi32(_mm256_sub_epi32(zero, shift), zero);
  return Divide(MultiplyHigh(_mm256_sllv_epi32(value, left), multiplier), right);
}

#endif

TC_AVX2 __m256i RescaleLanes(__m256i value, const Requantization& to, int32_t channel) {
  return RescaleLanes(value, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(to.multipliers + channel)),
                      _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(to.shifts + channel))));
}

#endif

}  // namespace

TC_AVX2 void RequantizeAvx2(const int32_t* sums, const int32_t* bias, const Requantization& to, int32_t channels,
                            int8_t* output) {
  const __m256i zero_point = _mm256_set1_epi32(to.zero_point);
  const __m256i low = _mm256_set1_epi32(to.activation_min);
  const __m256i high = _mm256_set1_epi32(to.activation_max);
  int32_t c = 0;
  for (; c + kLanes <= channels; c += kLanes) {
    __m256i value = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums + c));
    if (bias != nullptr) {
      value = _mm256_add_epi32(value, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bias + c)));
    }
    value = _mm256_add_epi32(RescaleLanes(value, to, c), zero_point);
    value = _mm256_min_epi32(_mm256_max_epi32(value, low), high);
    const __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(value), _mm256_extracti128_si256(value, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(output + c), _mm_packs_epi16(words, words));
  }
  for (; c < channels; ++c) output[c] = Requantize(sums[c] + (bias != nullptr ? bias[c] : 0), to, c);
}

}  // namespace tinyclassify

#endif
