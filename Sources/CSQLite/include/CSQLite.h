#pragma once

/// Stops SQLite counting what it has allocated, which takes one lock for all threads at each allocation.
///
/// Only before a database is opened; later it changes nothing. Zero when it took effect.
int sqlite_count_no_memory(void);
