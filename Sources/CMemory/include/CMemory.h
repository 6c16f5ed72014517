// What Swift cannot spell: a prefetch instruction, and memory straight from the kernel.
#ifndef CMEMORY_H
#define CMEMORY_H
#include <stddef.h>
#include <sys/mman.h>

/// Asks the processor to load the cache line at `address`; never faults.
static inline void apus_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

/// Reserves `length` bytes: all zero, and resident only once written. NULL when there is no room.
static inline void *apus_reserve(size_t length) {
  void *block = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return block == MAP_FAILED ? NULL : block;
}

/// Gives reserved bytes back.
static inline void apus_release(void *address, size_t length) { munmap(address, length); }

/// Asks the kernel to back `length` bytes at `address` with huge pages; a refusal is harmless.
static inline void apus_prefer_huge_pages(void *address, size_t length) {
#if defined(MADV_HUGEPAGE)
  (void)madvise(address, length, MADV_HUGEPAGE);
#else
  (void)address; (void)length;
#endif
}
#endif
