import ApusAPI
import Testing

@Suite("What the venue writes")
struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(
    "Moments are written to the millisecond",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (1_626_993_367_865, "2021-07-22T22:36:07.865Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
      (-1, "1969-12-31T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func timestamps(milliseconds: Int64, text: String) {
    #expect(written { $0.append(timestamp: milliseconds) } == "\"\(text)\"")
  }

  @Test("Eight hours are written as a date eight hours into the year 2000")
  func timespan() {
    #expect(written { $0.append(timespan: 8 * 3_600_000) } == "\"2000-01-01T08:00:00.000Z\"")
  }

  @Test("Quotes, line ends and control characters are escaped, everything else stands for itself")
  func texts() {
    let text = "Canceled: \"stop\"\nSubmitted via API.\\ \u{1} € 🐦"
    #expect(written { $0.append(text) } == "\"Canceled: \\\"stop\\\"\\nSubmitted via API.\\\\ \\u0001 € 🐦\"")
  }

  @Test("Whole numbers reach both ends of 64 bits")
  func wholeNumbers() {
    let numbers: [Int64] = [0, -1, .max, .min]
    for number in numbers { #expect(written { $0.append(number) } == "\(number)") }
  }

  @Test("Commas stand between members and elements, and nowhere else")
  func commas() {
    let text = written { writer in
      writer.beginObject()
      writer.member("limit", 39)
      writer.name("levels")
      writer.append([PriceLevel(price: 8_084, size: 2_395), PriceLevel(price: Decimal(80_835, scale: 1), size: 500)])
      writer.member("keys", texts: [])
      writer.name("none")
      writer.appendNull()
      writer.endObject()
    }
    #expect(text == #"{"limit":39,"levels":[[8084,2395],[8083.5,500]],"keys":[],"none":null}"#)
  }
}
