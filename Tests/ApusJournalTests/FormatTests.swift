import ApusJournal
import Testing

@Suite("Format 1 on disk")
struct FormatTests {
  /// The used part of a segment with two commits, as this format writes it for ever.
  static let segment = """
    4153454701000000 a5a9000000000000 0000000000000000 0100000000000000
    a5a9000000000000 0004000000000000 0000000000000000 00000000715c76ae
    41424c4b01000000 a5a9000000000000 0100000000000000 a5a9000000000000
    0200000030000000 4f3fe8be00000000 0000000000000000 00000000e5d28281
    ffaff9ee03000000 0100000000000000 6275790000000000 0dee08e308000000
    0200000000000000 73656c6c20313030 41424c4b01000000 a5a9000000000000
    0300000000000000 4f3fe8bee5d28281 0100000010000000 bae6e21100000000
    0000000000000000 00000000f05afc11 343224f000000000 0300000000000000
    """

  @Test("A journal written by this version is, byte for byte, what docs/journal.md says")
  func bytes() throws {
    let storage = FaultyStorage()
    var journal = try Journal(storage: storage, options: Life.options)
    journal.append(1, Array("buy".utf8))
    journal.append(2, Array("sell 100".utf8))
    try journal.commit()
    journal.append(3, [])
    try journal.commit()
    let bytes = try #require(storage["segment-00000000000000000000.journal"])
    #expect(hex(bytes.prefix(DamageTests.used(bytes))) == Self.segment)
  }

  /// Eight bytes a group, four groups a line.
  private func hex(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for (place, byte) in bytes.enumerated() {
      if place % 32 == 0, place > 0 { text += "\n" } else if place % 8 == 0, place > 0 { text += " " }
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }
}
