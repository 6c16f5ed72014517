#pragma once

#include <malloc.h>
#include <stddef.h>

/// Bytes the allocator has handed out and not got back, large blocks included.
static inline size_t heap_used(void) {
  struct mallinfo2 state = mallinfo2();
  return state.uordblks + state.hblkhd;
}
