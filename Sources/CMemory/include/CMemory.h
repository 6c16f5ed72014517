// What Swift cannot spell: a prefetch instruction, and the advice that a region should sit on huge pages.
#ifndef CMEMORY_H
#define CMEMORY_H
#include <stddef.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

/// Asks the processor to load the cache line at `address`; never faults.
static inline void apus_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

/// Asks the kernel to back `length` bytes at `address` with huge pages; a refusal is harmless.
static inline void apus_prefer_huge_pages(void *address, size_t length) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  (void)madvise(address, length, MADV_HUGEPAGE);
#else
  (void)address; (void)length;
#endif
}
#endif
