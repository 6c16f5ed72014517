import Testing

@testable import ApusJournal

@Suite("Checksums")
struct ChecksumTests {
  @Test("The published check value, with and without the processor's instruction")
  func published() {
    #expect(Checksum.crc32c(Array("123456789".utf8)) == 0xE306_9283)
    #expect(Checksum.portable(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test("Both ways agree at every length and can be continued")
  func lengths() {
    for length in 0...70 {
      let bytes = Orders.payload(77, length: length)
      #expect(Checksum.crc32c(bytes) == Checksum.portable(bytes))
    }
    var memory = Memory(capacity: 64)
    memory.store(UInt64(0x0123_4567_89AB_CDEF), at: 3)
    #expect(memory.checksum(20, 44, from: memory.checksum(0, 20)) == memory.checksum(0, 64))
  }
}
