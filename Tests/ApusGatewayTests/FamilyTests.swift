import ApusAPI
import ApusModel
import Testing

@testable import ApusGateway

@Suite("What an account does for its sub-accounts")
struct FamilyTests {
  /// A venue where alice has the sub-account 3 with two and a half bitcoin, whose key is the second trader's.
  private func family() throws -> (venue: LiveVenue, wire: Wire, grid: Trader) {
    let grid = Trader(name: "grid", account: 3)
    let venue = try LiveVenue(keys: [grid.key])
    let wire = venue.connect()
    _ = wire.ask(venue.alice, "POST", "/user/addSubaccount", "accountName=grid")
    _ = wire.ask(venue.alice, "POST", "/user/walletTransfer", "currency=XBt&amount=250000000&targetAccountId=3")
    return (venue, wire, grid)
  }

  private func bid(_ wire: Wire, _ trader: Trader) {
    #expect(wire.ask(trader, "POST", "/order", "symbol=XBTUSD&orderQty=100&price=9000")?.status == 200)
  }

  @Test("Orders are canceled of the accounts that are named and of no other")
  func cancelAll() throws {
    let (venue, wire, grid) = try family()
    func cancel(_ body: String) -> [String?] {
      guard let json = wire.ask(venue.alice, "DELETE", "/order/all", body)?.json else { return [] }
      return (0..<json.count).map { json[$0]?["account"]?.text }
    }
    for trader in [venue.alice, grid] { bid(wire, trader) }
    #expect(cancel(#"{"targetAccountIds":[3]}"#) == ["3"])
    bid(wire, grid)
    #expect(cancel("targetAccountIds=[1,3]&filter={\"side\":\"Buy\"}&text=good night") == ["1", "3"])
    for trader in [venue.alice, grid] { bid(wire, trader) }
    #expect(cancel(#"{"targetAccountIds":"[*]"}"#) == ["1", "3"])
    bid(wire, venue.alice)
    for wrong in [#"{"targetAccountIds":[2]}"#, #"{"targetAccountIds":[3,"x"]}"#, #"{"targetAccountIds":[]}"#] {
      #expect(wire.ask(venue.alice, "DELETE", "/order/all", wrong)?.refusal == "Invalid targetAccountIds")
    }
    #expect(wire.ask(venue.alice, "DELETE", "/order/all", "targetAccountId=3")?.refusal == "Invalid targetAccountId")
    #expect(wire.ask(grid, "DELETE", "/order/all", "targetAccountIds=1")?.refusal == "Invalid targetAccountIds")
    #expect(cancel("") == ["1"])
  }

  @Test("A position of a sub-account has its leverage, margin and risk limit chosen by its owner")
  func positions() throws {
    let (venue, wire, grid) = try family()
    func choose(_ path: String, _ body: String) -> JSONValue? {
      wire.ask(venue.alice, "POST", "/position/\(path)", "symbol=XBTUSD&targetAccountId=3&" + body)?.json
    }
    let terms = try #require(Listing.last2026.instruments.first { $0.symbol.description == "XBTUSD" })
    let limit = terms.riskLimit.base.rawValue + terms.riskLimit.step.rawValue
    let leverage = choose("leverage", "leverage=5")
    #expect(leverage?["account"]?.text == "3" && leverage?["leverage"]?.text == "5")
    #expect(choose("riskLimit", "riskLimit=\(limit)")?["account"]?.text == "3")
    #expect(choose("isolate", "enabled=false")?["crossMargin"]?.text == "true")
    #expect(choose("isolate", "enabled=true")?["account"]?.text == "3")
    _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&side=Sell&orderQty=1000&price=10000")
    _ = wire.ask(grid, "POST", "/order", "symbol=XBTUSD&orderQty=1000&price=10000")
    #expect(choose("transferMargin", "amount=1000")?["account"]?.text == "3")
    #expect(wire.ask(venue.alice, "GET", "/position")?.json.count == 0)
    for wrong in ["2", "x"] {
      #expect(
        wire.ask(venue.alice, "POST", "/position/leverage", "symbol=XBTUSD&leverage=5&targetAccountId=\(wrong)")?
          .refusal == "Invalid targetAccountId")
    }
    let fills = wire.ask(venue.alice, "GET", "/execution/tradeHistory?targetAccountIds=[3]")?.json
    #expect(fills?.count == 1 && fills?[0]?["account"]?.text == "3")
    #expect(wire.ask(venue.alice, "GET", "/execution/tradeHistory?targetAccountIds=*")?.json.count == 1)
    #expect(wire.ask(venue.alice, "GET", "/execution/tradeHistory")?.json.count == 0)
    #expect(
      wire.ask(venue.alice, "GET", "/execution/tradeHistory?targetAccountIds=[17]")?.refusal
        == "Invalid targetAccountIds")
  }

  @Test("A transfer stands in the history of who paid and of who received, each with a name of its own")
  func transfers() throws {
    let (venue, wire, grid) = try family()
    let back = "currency=XBt&amount=50000000&fromAccountId=3&targetAccountId=1"
    #expect(wire.ask(venue.alice, "POST", "/user/walletTransfer", back)?.status == 200)
    func rows(_ trader: Trader) -> [JSONValue] {
      guard let json = wire.ask(trader, "GET", "/user/walletHistory")?.json else { return [] }
      return (0..<json.count).compactMap { json[$0] }.filter { $0["transactType"]?.text == "Transfer" }
    }
    let (paid, received) = (rows(venue.alice), rows(grid))
    #expect(paid.map { $0["amount"]?.text } == ["50000000", "-250000000"])
    #expect(paid.map { $0["walletBalance"]?.text } == ["800000000", "750000000"])
    #expect(received.map { $0["amount"]?.text } == ["-50000000", "250000000"])
    #expect(Set((paid + received).map { $0["transactID"]?.text }).count == 4)
    let told = wire.ask(venue.alice, "GET", "/user/walletSummary")?.json
    let sum = (0..<(told?.count ?? 0)).compactMap { told?[$0] }.first { $0["transactType"]?.text == "Transfer" }
    #expect(sum?["amount"]?.text == "-200000000")
  }

  @Test("Where no other account can be meant, naming one is refused and nothing is done to one's own")
  func noTarget() throws {
    let (venue, wire, _) = try family()
    let order = #"{"symbol":"XBTUSD","orderQty":100,"price":9000,"targetAccountId":"#
    #expect(wire.ask(venue.alice, "POST", "/order", order + "3}")?.refusal == "Invalid targetAccountId")
    #expect(
      wire.ask(venue.alice, "POST", "/order/bulk", "{\"orders\":[\(order)3}]}")?.refusal == "Invalid targetAccountId")
    #expect(wire.ask(venue.alice, "POST", "/order", order + "1}")?.status == 200)
    for path in ["/order?targetAccountIds=3", "/position?targetAccountId=3", "/user/margin?targetAccountId=3"] {
      #expect(wire.ask(venue.alice, "GET", path)?.status == 400)
    }
  }

  @Test("A sub-account knows whose it is, and has none of its own")
  func subaccountOfSubaccount() throws {
    let (venue, wire, grid) = try family()
    #expect(
      wire.ask(grid, "POST", "/user/addSubaccount", "accountName=below")?.refusal
        == "A subaccount has no subaccounts")
    let own = wire.ask(grid, "GET", "/user/getWalletTransferAccounts")?.json
    #expect(own?.count == 1 && own?[0]?["parentId"]?.text == "1")
    #expect(wire.ask(venue.alice, "GET", "/user/getWalletTransferAccounts")?.json[0]?["parentId"]?.text == nil)
  }
}
