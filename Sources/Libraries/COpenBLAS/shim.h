// CBLAS comes from OpenBLAS; its shared library also holds LAPACK under the Fortran names, of which
// the few that are used are declared here, so that liblapacke is not needed at run time.
#pragma once
#include <cblas.h>

void ssyevd_(const char *jobz, const char *uplo, const int *n, float *a, const int *lda, float *w,
             float *work, const int *lwork, int *iwork, const int *liwork, int *info);
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
             double *work, const int *lwork, int *iwork, const int *liwork, int *info);
void sgeqrf_(const int *m, const int *n, float *a, const int *lda, float *tau, float *work,
             const int *lwork, int *info);
void sorgqr_(const int *m, const int *n, const int *k, float *a, const int *lda, const float *tau,
             float *work, const int *lwork, int *info);
void spotrf_(const char *uplo, const int *n, float *a, const int *lda, int *info);
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda,
             double *b, const int *ldb, int *info);

// What the processor and the operating system support: 2 = AVX-512 (F, DQ, CD, BW, VL), 1 = AVX2 and FMA, 0 = less or
// not x86. Asked of the processor because OpenBLAS knows models by number and takes an unknown new one for an old one.
#if defined(__x86_64__)
#include <cpuid.h>
static inline int processor_vector_level(void) {
  unsigned a, b, c, d, low, high;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_FMA)) return 0;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 0x06) != 0x06 || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2)) return 0;
  const unsigned wide = bit_AVX512F | bit_AVX512DQ | bit_AVX512CD | bit_AVX512BW | bit_AVX512VL;
  return (low & 0xe0) == 0xe0 && (b & wide) == wide ? 2 : 1;
}
#else
static inline int processor_vector_level(void) { return 0; }
#endif

// Whether the compiler was told that the processor has registers of 512 bits.
#if defined(__AVX512F__)
static const int built_for_wide_registers = 1;
#else
static const int built_for_wide_registers = 0;
#endif
