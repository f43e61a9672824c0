// Steps on sixteen numbers at a time that Swift has no word for: products of bytes, and bytes and whole numbers out of
// others (its own conversions of SIMD types go lane by lane). What they give is exact, so it is the same on any processor;
// AVX-512 VNNI makes it fast, AVX2 bearable. No library: all of it is compiled into whoever imports it.
#pragma once
#include <stdint.h>
#include <string.h>
#if defined(__AVX512VNNI__) || defined(__AVX2__)
#include <immintrin.h>
#endif

typedef float sixteen_floats __attribute__((ext_vector_type(16)));
typedef int32_t sixteen_integers __attribute__((ext_vector_type(16)));
typedef uint8_t sixteen_bytes __attribute__((ext_vector_type(16)));

// Whether the compiler was told that the processor multiplies and adds bytes in one instruction.
#if defined(__AVX512VNNI__)
static const int built_for_byte_products = 1;
#else
static const int built_for_byte_products = 0;
#endif

// sums + four · weights for sixteen columns, whose four weights lie side by side.
static inline __attribute__((always_inline)) sixteen_integers add_byte_products(
    sixteen_integers sums, const uint8_t *four, const int8_t *weights) {
#if defined(__AVX512VNNI__)
  int32_t word;
  memcpy(&word, four, 4);
  return (sixteen_integers)_mm512_dpbusd_epi32((__m512i)sums, _mm512_set1_epi32(word), _mm512_loadu_si512(weights));
#elif defined(__AVX2__)
  // In 16 bits, where two products and their sum cannot saturate: `maddubs` would.
  int32_t word;
  memcpy(&word, four, 4);
  __m256i values = _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(word)));
  __m256i halves[2];
  memcpy(halves, &sums, sizeof halves);
  for (int half = 0; half < 2; half++) {
    const __m128i *columns = (const __m128i *)(weights + 32 * half);
    __m256i first = _mm256_madd_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128(columns)), values);
    __m256i second = _mm256_madd_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128(columns + 1)), values);
    // Sums of neighbours come out with the middle quarters changed over.
    __m256i each = _mm256_permute4x64_epi64(_mm256_hadd_epi32(first, second), 0xD8);
    halves[half] = _mm256_add_epi32(halves[half], each);
  }
  memcpy(&sums, halves, sizeof halves);
  return sums;
#else
  for (int column = 0; column < 16; column++) {
    int32_t sum = 0;
    for (int place = 0; place < 4; place++) sum += (int32_t)four[place] * (int32_t)weights[4 * column + place];
    sums[column] += sum;
  }
  return sums;
#endif
}

// Columns of bytes that are multiplied at a time: as many sums as registers hold, with what they are made from.
static const int count_tile_rows = 8, count_tile_columns = 48;

// Adds to `target`, whose rows are `stride` numbers long, the inner products of 8 columns of counts up to 127 with 48. Both
// stand in tiles of 48, in each four numbers of every column side by side, `groups` times.
static inline void add_products_of_counts(
    const uint8_t *rows, const uint8_t *columns, long groups, int32_t *target, long stride) {
  sixteen_integers sums[8][3] = {};
  for (long group = 0; group < groups; group++) {
    const uint8_t *own = rows + group * 192;
    const int8_t *others = (const int8_t *)columns + group * 192;
#pragma clang loop unroll(full)
    for (int row = 0; row < 8; row++)
#pragma clang loop unroll(full)
      for (int lane = 0; lane < 3; lane++)
        sums[row][lane] = add_byte_products(sums[row][lane], own + 4 * row, others + 64 * lane);
  }
#pragma clang loop unroll(full)
  for (int row = 0; row < 8; row++)
#pragma clang loop unroll(full)
    for (int lane = 0; lane < 3; lane++) {
      sixteen_integers before;
      memcpy(&before, target + row * stride + 16 * lane, sizeof before);
      before += sums[row][lane];
      memcpy(target + row * stride + 16 * lane, &before, sizeof before);
    }
}

static inline __attribute__((always_inline)) sixteen_floats floats_of_integers(sixteen_integers values) {
  return __builtin_convertvector(values, sixteen_floats);
}

// Stores sixteen numbers from 0 to 255 as bytes, halves to the even one.
static inline __attribute__((always_inline)) void store_rounded_bytes(sixteen_floats values, uint8_t *target) {
  // Beyond 1.5 · 2^23 floats lie one apart, and their last bits count from there.
  sixteen_floats shifted = values + 12582912.0f;
  sixteen_bytes bytes = __builtin_convertvector((sixteen_integers)shifted, sixteen_bytes);
  memcpy(target, &bytes, 16);
}
