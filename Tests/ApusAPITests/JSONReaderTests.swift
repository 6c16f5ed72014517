import ApusAPI
import Testing

@Suite("What the venue reads")
struct JSONReaderTests {
  @Test("An order as market makers send it")
  func order() throws {
    let value = try JSONReader.read(
      #" {"symbol":"XBTM15","price":219.0, "execInst":null,"hidden":false,"ids":[1,"b"]} "#)
    guard case .object(let order) = value else {
      Issue.record("an object was sent")
      return
    }
    #expect(order["symbol"] == .string("XBTM15"))
    #expect(order["price"] == .number("219.0"))
    #expect(order["execInst"] == .null)
    #expect(order["hidden"] == .bool(false))
    #expect(order["ids"] == .array([.number("1"), .string("b")]))
    #expect(order["side"] == nil)
  }

  @Test(
    "Texts with escapes",
    arguments: [
      (#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{C}\n\r\t"), (#""\u20AC \ud83d\udc26""#, "€ 🐦"), ("\"€ 🐦\"", "€ 🐦"),
      (#""\u0000""#, "\0"), ("\"\"", ""),
    ])
  func texts(json: String, text: String) throws {
    #expect(try JSONReader.read(json) == .string(text))
  }

  @Test(
    "Numbers keep their text",
    arguments: ["0", "-0", "1e400", "-0.00025", "1E+5", "1234567890123456789012345678901234567890"])
  func numbers(text: String) throws {
    #expect(try JSONReader.read(text) == .number(text))
  }

  @Test(
    "What is not JSON is refused",
    arguments: [
      "", " ", "{", "}", "{}}", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":}", "[1 2]", "NaN",
      "Infinity", "-Infinity", "nul", "nulls", "tru", "TRUE", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "--1",
      "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"",
      "\"\\ud800x\"", "\"a\nb\"", "\"\u{1}\"", "\u{FEFF}{}", "{}x", "[]]", "1 2", "{\"a\":1,\"a\":2}", "//x\n1",
      "/**/1",
      "{\"a\":1,\"b\":{\"c\":1,\"c\":1}}", "12345678901234567890123456789012345678901", "undefined", "\u{0}",
      "[\u{C}1]",
      "\u{A0}1", "{oops",
    ])
  func refused(text: String) {
    #expect(throws: JSONRefusal.self) { try JSONReader.read(text) }
  }

  @Test(
    "Bytes that are not UTF-8 are refused",
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22], [0xEF, 0xBB, 0xBF, 0x31], [0xFF, 0xFE, 0x31, 0x00],
    ] as [[UInt8]])
  func malformedText(bytes: [UInt8]) {
    #expect(throws: JSONRefusal.self) { try JSONReader.read(bytes) }
  }

  struct Limit: Sendable {
    let reason: JSONRefusal.Reason
    let atMost: Int
    let text: @Sendable (Int) -> String
  }

  static let limits = [
    Limit(reason: .tooDeep, atMost: 16) { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) },
    Limit(reason: .tooManyElements, atMost: 1_000) {
      "[" + Array(repeating: "1", count: $0).joined(separator: ",") + "]"
    },
    Limit(reason: .tooManyMembers, atMost: 128) { count in
      "{" + (0..<count).map { "\"\($0)\":1" }.joined(separator: ",") + "}"
    },
    Limit(reason: .textTooLong, atMost: 16_384) { "\"" + String(repeating: "a", count: $0) + "\"" },
    Limit(reason: .textTooLong, atMost: 16_384) { "\"" + String(repeating: "\\n", count: $0) + "\"" },
    Limit(reason: .numberTooLong, atMost: 40) { String(repeating: "1", count: $0) },
  ]

  @Test(
    "Each size is taken at its limit and refused one beyond, ten times and a thousand times beyond", arguments: limits)
  func limit(limit: Limit) throws {
    _ = try JSONReader.read(limit.text(limit.atMost))
    for size in [limit.atMost + 1, limit.atMost * 10, limit.atMost * 1_000] {
      do {
        _ = try JSONReader.read(limit.text(size))
        Issue.record("\(limit.reason) is not refused at \(size)")
      } catch {
        #expect(error.reason == limit.reason)
      }
    }
  }

  @Test("A refusal says where")
  func offset() {
    #expect(throws: JSONRefusal(.duplicateName, at: 7)) { try JSONReader.read("{\"a\":1,\"a\":2}") }
    #expect(throws: JSONRefusal(.trailingData, at: 3)) { try JSONReader.read("{} x") }
  }

  @Test("What was read is written back as it was")
  func echo() throws {
    let text = #"{"op":"subscribe","args":["trade:XBTUSD",219.0,1e3,true,null,{"a":[]}]}"#
    var writer = JSONWriter()
    writer.append(try JSONReader.read(text))
    #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
  }

  @Test("Damaged messages are refused, or read as something that is written and read again as the same")
  func damaged() {
    let whole = Array(#"{"op":"subscribe","args":["a\u20ac\ud83d\udc26",219.0e-3,{"x":[null,true]}],"é":"€"}"#.utf8)
    var seed: UInt64 = 17
    func dice(_ sides: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % sides
    }
    var taken = 0
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0...dice(3) {
        switch dice(3) {
        case 0: bytes[dice(bytes.count)] = UInt8(dice(256))
        case 1: bytes.remove(at: dice(bytes.count))
        default: bytes.insert(whole[dice(whole.count)], at: dice(bytes.count))
        }
      }
      do throws(JSONRefusal) {
        let value = try JSONReader.read(bytes)
        var writer = JSONWriter()
        writer.append(value)
        #expect(try JSONReader.read(writer.bytes) == value)
        taken += 1
      } catch {
        #expect(error.offset <= bytes.count)
      }
    }
    #expect(taken > 100)
    #expect(taken < 15_000)
  }

  @Test("A form and a query read alike")
  func forms() throws {
    let form = try FormReader.read(
      "symbol=XBTUSD&orderQty=100.0&text=a+b%20c%2Bd&filter=%7B%22open%22%3A+true%7D&&empty=&flag")
    #expect(form["symbol"] == .string("XBTUSD"))
    #expect(form["text"] == .string("a b c+d"))
    #expect(form["filter"] == .string(#"{"open": true}"#))
    #expect(form["empty"] == .string(""))
    #expect(form["flag"] == .string(""))
    #expect(form.members.count == 6)
    #expect(try FormReader.read("a=b=c")["a"] == .string("b=c"))
  }

  @Test(
    "A form with broken escapes, foreign bytes or a name twice is refused",
    arguments: [
      "a=%", "a=%4", "a=%G1", "a=%FF", "a=%C0%80", "a=1&a=2", "%zz=1",
    ])
  func brokenForms(text: String) {
    #expect(throws: JSONRefusal.self) { try FormReader.read(text) }
  }

  @Test(
    "Every spelling of one moment",
    arguments: [
      "2026-11-20T23:48:16.784Z", "2026-11-20T23:48:16.784000Z", "2026-11-20T23:48:16.784999999Z",
      "2026-11-20T23:48:16.784+00:00", "2026-11-20 23:48:16.784", "2026-11-20 23:48:16.784000+00:00",
      "2026-11-20T23:48:16.784 00:00", "2026-11-21T00:48:16.784+01:00", "2026-11-20T18:18:16.784-0530", "1795218496784",
    ])
  func moments(text: String) {
    #expect(TimeReader.milliseconds(text) == 1_795_218_496_784)
  }

  @Test(
    "Moments without milliseconds, seconds or time",
    arguments: [
      ("2014-12-26", 1_419_552_000_000), ("2014-12-26 11:00", 1_419_591_600_000),
      ("2014-12-26T11:00:01Z", 1_419_591_601_000),
      ("2014-12-26T11:00:01.5Z", 1_419_591_601_500), ("2014-12-26T11:00:01.05Z", 1_419_591_601_050), ("0", 0),
    ] as [(String, Int64)])
  func shortMoments(text: String, milliseconds: Int64) {
    #expect(TimeReader.milliseconds(text) == milliseconds)
    #expect(TimeReader.milliseconds(.number("1419552000000.0")) == 1_419_552_000_000)
  }

  @Test(
    "What is no moment",
    arguments: [
      "", "yesterday", "2014-13-01", "2014-02-29", "2014-12-26T24:00", "2014-12-26T11:60", "2014-12-26T11:00:60Z",
      "2014-12-26T11", "2014-12-26T11:00:01.Z", "2014-12-26T11:00:01.1234567890Z", "2014-12-26T11:00Zx", "14-12-26",
      "1969-12-31", "253402300800000", "99999999999999999999", "-1", "2014-12-26T", "2014-1-26", "0000-00-00",
    ])
  func notMoments(text: String) {
    #expect(TimeReader.milliseconds(text) == nil)
  }
}
