#pragma once

/// What SQLite itself declares; Swift cannot call functions with arguments of any number.
int sqlite3_config(int option, ...);

/// Stops SQLite counting what it has allocated, which takes one lock for all threads at each allocation.
///
/// Only before a database is opened; later it changes nothing. Zero when it took effect.
static inline int sqlite_count_no_memory(void) {
  enum { memory_status = 9 };
  return sqlite3_config(memory_status, 0);
}
