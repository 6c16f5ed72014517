// What Swift cannot spell for the journal: a checksum instruction, two system calls and a directory entry's name.
#ifndef CJOURNAL_H
#define CJOURNAL_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/// One nibble of the CRC-32C polynomial (reflected, 0x82F63B78), for processors without the instruction.
static inline uint32_t apus_crc32c_portable(uint32_t crc, const unsigned char *bytes, size_t length) {
  static const uint32_t nibble[16] = {
      0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
      0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75};
  for (; length; length--) {
    crc ^= *bytes++;
    crc = nibble[crc & 15] ^ (crc >> 4);
    crc = nibble[crc & 15] ^ (crc >> 4);
  }
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2")))
static inline uint32_t apus_crc32c_hardware(uint32_t crc, const unsigned char *bytes, size_t length) {
  uint64_t wide = crc;
  for (; length >= 8; length -= 8, bytes += 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  crc = (uint32_t)wide;
  for (; length; length--) crc = __builtin_ia32_crc32qi(crc, *bytes++);
  return crc;
}
#endif

/// CRC-32C of `length` bytes, continuing from `seed` (zero to begin).
static inline uint32_t apus_crc32c(uint32_t seed, const void *bytes, size_t length) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return ~apus_crc32c_hardware(~seed, (const unsigned char *)bytes, length);
#endif
  return ~apus_crc32c_portable(~seed, (const unsigned char *)bytes, length);
}

/// Makes the bytes of a file durable; 0 or the error number.
static inline int apus_flush(int file) { return fdatasync(file) == 0 ? 0 : errno; }

/// Reserves space for a file in one piece where the file system can; 0 or the error number.
static inline int apus_reserve(int file, int64_t length) {
  if (fallocate(file, 0, 0, length) == 0 || errno == EOPNOTSUPP || errno == ENOSYS) return 0;
  return errno;
}

/// Sends written bytes on their way to the disk and waits for the transfer, not for durability: flush later.
static inline int apus_push(int file, int64_t offset, int64_t length) {
  unsigned whole = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  if (sync_file_range(file, offset, length, whole) == 0 || errno == ENOSYS || errno == ESPIPE) return 0;
  return errno;
}

/// Takes the exclusive lock of a file without waiting; 0 or the error number.
static inline int apus_lock(int file) { return flock(file, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

/// Opens a file inside a directory for reading and writing; the descriptor, or minus the error number.
static inline int apus_open(int directory, const char *name, int create) {
  int file = openat(directory, name, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0640);
  return file >= 0 ? file : -errno;
}

/// Opens a file inside a directory for reading only; the descriptor, or minus the error number.
static inline int apus_open_reading(int directory, const char *name) {
  int file = openat(directory, name, O_RDONLY | O_CLOEXEC);
  return file >= 0 ? file : -errno;
}

/// Opens a directory a second time, to list it from its beginning; the descriptor, or -1.
static inline int apus_open_directory(int directory) {
  return openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/// The name of a directory entry, whose fixed-size array Swift would import as a tuple.
static inline const char *apus_entry_name(const struct dirent *entry) { return entry->d_name; }
#endif
