import ApusAPI
import Testing

@Suite("Public names hold the venue's numbers")
struct PublicIDTests {
  @Test("Every number comes back from its name, in either case", arguments: PublicID.Kind.allCases)
  func roundTrip(kind: PublicID.Kind) {
    for number: UInt64 in [0, 1, 2, 255, 256, 65_536, 1 << 48, .max - 1, .max] {
      let id = PublicID(kind, number)
      #expect(PublicID(id.description) == id)
      #expect(PublicID(id.description.uppercased()) == id)
    }
  }

  @Test("A name is a UUID of version 8, and one number has different names as order and as trade")
  func shape() {
    let text = PublicID(.order, 1).description
    #expect(text.utf8.count == 36)
    #expect(Array(text)[14] == "8")
    #expect("89ab".contains(Array(text)[19]))
    #expect(text != PublicID(.trade, 1).description)
    #expect(text.prefix(8) != PublicID(.order, 2).description.prefix(8))
  }

  @Test(
    "A name the venue never wrote is not taken for one",
    arguments: [
      "", "00000000-0000-0000-0000-000000000000", "8f8fe9db-eb13-26a5-dea2-a398d89e04a8", "not-a-uuid",
      "470d8f33-e6b6-14e9-850f-49f6cc696b97", "{470d8f33-e6b6-14e9-850f-49f6cc696b9}",
    ])
  func foreign(text: String) {
    #expect(PublicID(text) == nil)
  }

  @Test("A name with one wrong digit is not taken for another")
  func oneWrongDigit() {
    let text = Array(PublicID(.order, 123_456_789).description)
    for position in text.indices where text[position] != "-" {
      var wrong = text
      wrong[position] = wrong[position] == "0" ? "1" : "0"
      #expect(PublicID(String(wrong)) == nil)
    }
  }
}
