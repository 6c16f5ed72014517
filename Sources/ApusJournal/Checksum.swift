import CJournal

/// CRC-32C, the checksum of every frame, header and snapshot.
enum Checksum {
  static func crc32c(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBytes { bytes in unsafe apus_crc32c(0, bytes.baseAddress, bytes.count) }
  }

  /// The same without the processor's instruction.
  static func portable(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe ~apus_crc32c_portable(~0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
  }
}
