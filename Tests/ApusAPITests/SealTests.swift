import ApusAPI
import Testing

@Suite("Sealed secrets")
struct SealTests {
  private let seal = Seal(key: [UInt8](repeating: 7, count: 32))

  @Test("A secret comes back whole, and never looks the same twice")
  func roundTrip() throws {
    let seal = try #require(seal)
    let first = seal.sealed("open sesame", name: "alice")
    #expect(seal.opened(first, name: "alice") == "open sesame")
    #expect(first != seal.sealed("open sesame", name: "alice"))
    #expect(!first.contains("sesame"))
  }

  @Test("Whatever was changed stays closed")
  func changed() throws {
    let seal = try #require(seal)
    let text = Array(seal.sealed("s", name: "alice").utf8)
    for place in text.indices {
      var other = text
      other[place] = other[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
      #expect(seal.opened(String(decoding: other, as: UTF8.self), name: "alice") == nil)
    }
    let whole = String(decoding: text, as: UTF8.self)
    #expect(seal.opened(whole, name: "bob") == nil)
    #expect(seal.opened(String(whole.dropLast(2)), name: "alice") == nil)
    #expect(Seal(key: [UInt8](repeating: 8, count: 32))?.opened(whole, name: "alice") == nil)
    #expect(Seal(key: [1, 2, 3]) == nil)
  }
}
