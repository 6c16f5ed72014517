import ApusAPI
import Testing

@Suite("Signed requests")
struct SignatureTests {
  private static let secret = "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO"
  private let key = SigningKey(secret: secret)

  struct Vector: Sendable {
    let verb, target, expires, body, signature: String
  }

  static let vectors = [
    Vector(
      verb: "GET", target: "/api/v1/instrument", expires: "1518064236", body: "",
      signature: "c7682d435d0cfe87c16098df34ef2eb5a549d4c5a3c2b1f0f77b8af73423bf00"),
    Vector(
      verb: "GET", target: "/api/v1/instrument?filter=%7B%22symbol%22%3A+%22XBTM15%22%7D", expires: "1518064237",
      body: "", signature: "e2f422547eecb5b3cb29ade2127e21b858b235b386bfa45e1c1756eb3383919f"),
    Vector(
      verb: "POST", target: "/api/v1/order", expires: "1518064238",
      body: #"{"symbol":"XBTM15","price":219.0,"clOrdID":"mm_bitmex_1a/oemUeQ4CAJZgP3fjHsA","orderQty":98}"#,
      signature: "1749cd2ccae4aa49048ae09f0b95110cee706e0944e6a14ad0b3a8cb45bd336b"),
  ]

  @Test("The venue's own examples", arguments: vectors)
  func published(vector: Vector) {
    let body = Array(vector.body.utf8)
    let signature = key.signature(verb: vector.verb, target: vector.target, expires: vector.expires, body: body)
    #expect(signature == vector.signature)
    for spelling in [vector.signature, vector.signature.uppercased()] {
      #expect(
        key.isValid(spelling, verb: vector.verb, target: vector.target, expires: vector.expires, body: body))
    }
  }

  @Test("One changed digit anywhere, or another length, is no signature")
  func forged() {
    let right = Array(key.signature(verb: "GET", target: "/realtime", expires: "1"))
    for position in right.indices {
      var wrong = right
      wrong[position] = wrong[position] == "0" ? "1" : "0"
      #expect(!key.isValid(String(wrong), verb: "GET", target: "/realtime", expires: "1"))
    }
    for wrong in ["", "00", String(right.dropLast()), String(right) + "0", String(right.dropLast()) + "g"] {
      #expect(!key.isValid(wrong, verb: "GET", target: "/realtime", expires: "1"))
    }
  }

  @Test("Every part of the request is signed")
  func parts() {
    let right = key.signature(verb: "POST", target: "/api/v1/order", expires: "10", body: [1])
    #expect(!key.isValid(right, verb: "PUT", target: "/api/v1/order", expires: "10", body: [1]))
    #expect(!key.isValid(right, verb: "POST", target: "/api/v1/order?", expires: "10", body: [1]))
    #expect(!key.isValid(right, verb: "POST", target: "/api/v1/order", expires: "11", body: [1]))
    #expect(!key.isValid(right, verb: "POST", target: "/api/v1/order", expires: "10", body: [2]))
    #expect(SigningKey(secret: "other").signature(verb: "GET", target: "", expires: "") != right)
  }

  @Test(
    "Seconds, milliseconds and a year ahead are all in the future",
    arguments: ["1518064236", "1518064237", "1518064236000", "1549600236", "99999999999999999999999"])
  func future(expires: String) throws {
    try RequestExpiry.check(expires, now: 1_518_064_236)
  }

  @Test("A request after its expiry is refused with the time it is")
  func past() {
    #expect(
      throws: APIError(400, "This request has expired - `expires` is in the past. Current time: 1518064236")
    ) {
      try RequestExpiry.check("1518064235", now: 1_518_064_236)
    }
  }

  @Test("An expiry that is no number is refused", arguments: ["soon", "-1", "1.5", " 1"])
  func malformed(expires: String) {
    #expect(throws: APIError.expiresInvalid) { try RequestExpiry.check(expires, now: 0) }
    #expect(throws: APIError.expiresMissing) { try RequestExpiry.check("", now: 0) }
  }
}
