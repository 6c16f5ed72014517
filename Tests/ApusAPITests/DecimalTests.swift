import ApusAPI
import Testing

@Suite("Decimals are exact")
struct DecimalTests {
  @Test(
    "A price is written as it was read, without trailing zeros",
    arguments: [
      ("219.0", "219"), ("0.5", "0.5"), ("-0.00025", "-0.00025"), ("1e3", "1000"), ("1.5E-3", "0.0015"),
      ("9351", "9351"), ("0.00", "0"), ("-0", "0"), ("1.0000000000000000000000000", "1"),
      ("9223372036854775807", "9223372036854775807"), ("0.000005325", "0.000005325"),
      ("1e-20", "0.00000000000000000001"),
      ("10000000000000000000e-2", "100000000000000000"), ("120.50", "120.5"),
    ])
  func roundTrip(text: String, written: String) {
    #expect(Decimal(text)?.description == written)
  }

  @Test(
    "What is no number, or too large or too fine a one, is refused",
    arguments: [
      "", "-", "+1", ".5", "1.", "01", "1e", "1e+", "1e400", "1e21", "1e-21", "NaN", "Infinity", "0x10", "1,000", " 1",
      "1 ", "--1", "1.2.3", "1e5.0", "9223372036854775808", "1e19", "0.000000000000000000001",
      "1.0000000000000000000000000000000000000000", "１",
    ])
  func refused(text: String) {
    #expect(Decimal(text) == nil)
  }

  @Test("Equal numbers are equal however they were written")
  func equality() {
    #expect(Decimal("43846.760") == Decimal(4_384_676, scale: 2))
    #expect(Decimal(100_000, scale: 3) == 100)
  }

  @Test("Numbers of different fineness are ordered, even where their difference has no place in 64 bits")
  func order() throws {
    let rising = [
      "-9223372036854775807", "-1.5", "-0.00000000000000000001", "0", "0.00000000000000000001", "0.5", "0.51", "1",
      "9223372036854775807",
    ]
    let numbers = try rising.map { try #require(Decimal($0)) }
    for (left, first) in numbers.enumerated() {
      for (right, second) in numbers.enumerated() { #expect((first < second) == (left < right)) }
    }
  }

  @Test("A price becomes a whole number of the finest unit, or nothing when it is finer")
  func scaled() {
    #expect(Decimal("9351.5")?.scaled(to: 10) == 93_515_000_000_000)
    #expect(Decimal("0.00000000001")?.scaled(to: 10) == nil)
    #expect(Decimal("9223372036854775807")?.scaled(to: 1) == nil)
    #expect(Decimal("100.0")?.wholeNumber == 100)
    #expect(Decimal("100.5")?.wholeNumber == nil)
  }
}
