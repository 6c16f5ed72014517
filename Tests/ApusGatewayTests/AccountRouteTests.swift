import ApusAPI
import ApusModel
import Testing

@testable import ApusGateway

@Suite("Accounts, wallets and what was traded")
struct AccountRouteTests {
  @Test("A withdrawal waits with its money set aside until it is confirmed, and has one row")
  func withdrawal() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    func withdraw(_ amount: Int64, _ network: String = "btc") -> WireAnswer? {
      wire.ask(
        venue.alice, "POST", "/user/requestWithdrawal",
        "{\"currency\":\"XBt\",\"network\":\"\(network)\",\"amount\":\(amount),\"address\":\"somewhere\"}")
    }
    let row = try #require(withdraw(400_000_000)?.json)
    #expect(row["transactType"]?.text == "Withdrawal")
    #expect(row["transactStatus"]?.text == "Pending")
    #expect(row["address"]?.text == "somewhere" && row["text"] == .null)
    #expect(row["fee"]?.text == "10000")
    let waiting = try #require(wire.ask(venue.alice, "GET", "/user/wallet")?.json)
    #expect(waiting["amount"]?.text == "600000000")
    #expect(waiting["pendingDebit"]?.text == "400000000")
    #expect(waiting["withdrawn"]?.text == "0")
    #expect(withdraw(100_000)?.refusal == "A withdrawal of this currency waits for its confirmation")
    let token = try #require(row["transactID"]?.text)
    #expect(wire.ask(venue.bob, "POST", "/user/confirmWithdrawal", "token=\(token)")?.status == 404)
    #expect(wire.ask(venue.alice, "POST", "/user/confirmWithdrawal", "token=none")?.refusal == "Invalid token")
    let paid = try #require(wire.ask(venue.alice, "POST", "/user/confirmWithdrawal", "token=\(token)")?.json)
    #expect(paid["transactID"] == row["transactID"])
    #expect(paid["transactStatus"]?.text == "Completed")
    #expect(paid["address"]?.text == "somewhere")
    #expect(wire.ask(venue.alice, "POST", "/user/confirmWithdrawal", "token=\(token)")?.status == 404)
    #expect(row["amount"]?.text == "-400000000")
    #expect(row["walletBalance"]?.text == "600000000")
    #expect(
      withdraw(600_000_001)?.refusal == "Account has insufficient Available Balance, 600000001 XBt required")
    #expect(withdraw(1, "eth")?.refusal == "Invalid network")
    #expect(withdraw(-1)?.refusal == "Invalid amount")
    let wallet = try #require(wire.ask(venue.alice, "GET", "/user/wallet")?.json)
    #expect(wallet["amount"]?.text == "600000000")
    #expect(wallet["withdrawn"]?.text == "400000000")
    let history = try #require(wire.ask(venue.alice, "GET", "/user/walletHistory")?.json)
    #expect(history[0]?["transactID"] == row["transactID"])
    #expect(history[1]?["transactType"]?.text == "Deposit")
    let summary = try #require(wire.ask(venue.alice, "GET", "/user/walletSummary")?.json)
    #expect(summary[1]?["transactType"]?.text == "Withdrawal")
    #expect(summary[3]?["transactType"]?.text == "Total")
    #expect(summary[3]?["walletBalance"]?.text == "600000000")
    let events = try #require(wire.ask(venue.alice, "GET", "/userEvent?count=1")?.json)
    #expect(events[0]?["type"]?.text == "withdrawalConfirmed")
    #expect(events.count == 1)
  }

  @Test("A withdrawal that is called off puts its money back, and stands in the history as canceled")
  func withdrawalCanceled() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let body = "currency=XBt&network=btc&amount=400000000&fee=0.0003&address=x&text=to my cold wallet"
    let nameless = "currency=XBt&network=btc&amount=400000000&address=\(String(repeating: "x", count: 129))"
    #expect(wire.ask(venue.alice, "POST", "/user/requestWithdrawal", nameless)?.refusal == "Invalid address")
    for name in ["targetUserId", "addressId"] {
      let meant = body + "&\(name)=2"
      #expect(wire.ask(venue.alice, "POST", "/user/requestWithdrawal", meant)?.refusal == "Invalid \(name)")
    }
    for way in ["POST /user/cancelWithdrawal token", "DELETE /user/withdrawal transactID"] {
      let row = try #require(wire.ask(venue.alice, "POST", "/user/requestWithdrawal", body)?.json)
      #expect(row["fee"]?.text == "30000")
      #expect(row["network"]?.text == "btc")
      #expect(row["text"]?.text == "to my cold wallet")
      #expect(row["address"]?.text == "x")
      let words = way.split(separator: " ").map(String.init)
      let back = try #require(
        wire.ask(venue.alice, words[0], words[1], "\(words[2])=\(row["transactID"]?.text ?? "")")?.json)
      #expect(back["transactStatus"]?.text == "Canceled")
      #expect(back["walletBalance"]?.text == "1000000000")
    }
    let wallet = try #require(wire.ask(venue.alice, "GET", "/user/wallet")?.json)
    #expect(wallet["amount"]?.text == "1000000000")
    #expect(wallet["pendingDebit"]?.text == "0")
    let history = try #require(wire.ask(venue.alice, "GET", "/user/walletHistory")?.json)
    #expect((0..<3).map { history[$0]?["transactStatus"]?.text } == ["Canceled", "Canceled", "Completed"])
    #expect(history[0]?["text"]?.text == "to my cold wallet")
    let summary = try #require(wire.ask(venue.alice, "GET", "/user/walletSummary")?.json)
    #expect((0..<3).map { summary[$0]?["transactType"]?.text } == ["Deposit", "UnrealisedPNL", "Total"])
    let user = try #require(wire.ask(venue.alice, "GET", "/user")?.json)
    #expect(user["firstDepositTimestamp"]?.text?.hasSuffix("Z") == true)
    #expect(user["firstTradeTimestamp"]?.text == nil)
  }

  @Test("A key that may only order takes no money out")
  func withdrawalNeedsPermission() throws {
    let orderer = Trader(name: "orderer", account: 1) { $0.permissions = .order }
    let venue = try LiveVenue(keys: [orderer.key])
    let wire = venue.connect()
    for (path, body) in [
      ("/user/requestWithdrawal", "currency=XBt&network=btc&amount=1"),
      ("/user/walletTransfer", "currency=XBt&amount=1&targetAccountId=2"),
    ] {
      #expect(wire.ask(orderer, "POST", path, body)?.status == 403)
    }
    #expect(wire.ask(orderer, "GET", "/user/wallet")?.json["amount"]?.text == "1000000000")
  }

  @Test("A sub-account holds money of its own, and only its family moves it")
  func subaccounts() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    let opened = try #require(wire.ask(venue.alice, "POST", "/user/addSubaccount", "accountName=grid")?.json)
    #expect(opened["id"]?.text == "3")
    #expect(opened["parentId"]?.text == "1")
    #expect(
      wire.ask(venue.alice, "POST", "/user/addSubaccount", "accountName=grid")?.refusal == "Duplicate accountName")
    // It would be a line of its own where the operator lists keys, or turn one around.
    for name in ["x%0Ay", "x%1B%5B31m", "x%00", "x%E2%80%AEy"] {
      #expect(
        wire.ask(venue.alice, "POST", "/user/addSubaccount", "accountName=\(name)")?.refusal == "Invalid accountName")
    }
    let transfer = "currency=XBt&amount=250000000&targetAccountId=3"
    let row = try #require(wire.ask(venue.alice, "POST", "/user/walletTransfer", transfer)?.json)
    #expect(row["transactType"]?.text == "Transfer")
    #expect(row["amount"]?.text == "-250000000")
    #expect(wire.ask(venue.bob, "POST", "/user/walletTransfer", transfer)?.refusal == "Invalid targetAccountId")
    #expect(
      wire.ask(venue.alice, "POST", "/user/walletTransfer", "currency=XBt&amount=1&targetAccountId=2")?.refusal
        == "Invalid targetAccountId")
    let back = "currency=XBt&amount=50000000&fromAccountId=3&targetAccountId=1"
    #expect(wire.ask(venue.alice, "POST", "/user/walletTransfer", back)?.json["walletBalance"]?.text == "200000000")
    let wallet = try #require(wire.ask(venue.alice, "GET", "/user/wallet")?.json)
    #expect(wallet["amount"]?.text == "800000000")
    #expect(wallet["transferOut"]?.text == "250000000")
    #expect(wallet["transferIn"]?.text == "50000000")
    let renamed = wire.ask(
      venue.alice, "POST", "/user/updateSubaccount", "{\"targetAccountId\":3,\"accountName\":\"arbitrage\"}")
    #expect(renamed?.json["accountName"]?.text == "arbitrage")
    let family = try #require(wire.ask(venue.alice, "GET", "/user/getWalletTransferAccounts")?.json)
    #expect(family[0]?["id"]?.text == "1")
    #expect(family[1]?["accountName"]?.text == "arbitrage")
    #expect(wire.ask(venue.alice, "GET", "/user/walletHistory?targetAccountId=3")?.json.count == 2)
    #expect(wire.ask(venue.bob, "GET", "/user/walletHistory?targetAccountId=3")?.status == 400)
    for number in 2...5 {
      #expect(wire.ask(venue.alice, "POST", "/user/addSubaccount", "accountName=n\(number)")?.status == 200)
    }
    #expect(
      wire.ask(venue.alice, "POST", "/user/addSubaccount", "accountName=n6")?.refusal == "Too many subaccounts")
  }

  @Test("A position has a leverage before its account has any of its currency")
  func leverageWithoutMoney() throws {
    let venue = try LiveVenue(trading: "XBTUSDT")
    let wire = venue.connect()
    let position = try #require(wire.ask(venue.alice, "POST", "/position/isolate", "symbol=XBTUSDT")?.json)
    #expect(position["crossMargin"]?.text == "false")
    let chosen = wire.ask(venue.alice, "POST", "/position/leverage", "symbol=XBTUSDT&leverage=5")
    #expect(chosen?.json["leverage"]?.text == "5")
    #expect(wire.ask(venue.alice, "GET", "/user/margin?currency=USDt")?.json["walletBalance"]?.text == "0")
    #expect(wire.ask(venue.alice, "GET", "/position")?.json[0]?["symbol"]?.text == "XBTUSDT")
    let order = "symbol=XBTUSDT&orderQty=1000&price=9000"
    #expect(wire.ask(venue.alice, "POST", "/order", order)?.refusal?.hasSuffix("USDt required") == true)
  }

  @Test("Preferences are kept, one beside the other or in place of all")
  func preferences() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    _ = wire.ask(venue.alice, "POST", "/user/preferences", "{\"prefs\":{\"theme\":\"dark\",\"sound\":true}}")
    let both = wire.ask(venue.alice, "POST", "/user/preferences", "prefs={\"theme\":\"light\"}")
    #expect(both?.json["preferences"]?["theme"]?.text == "light")
    #expect(both?.json["preferences"]?["sound"]?.text == "true")
    _ = wire.ask(venue.alice, "POST", "/user/preferences", "{\"prefs\":{\"locale\":\"en\"},\"overwrite\":true}")
    let user = try #require(wire.ask(venue.alice, "GET", "/user")?.json)
    #expect(user["preferences"]?.count == 1)
    #expect(user["username"]?.text == "alice")
    #expect(wire.ask(venue.bob, "GET", "/user")?.json["preferences"]?.count == 0)
    #expect(wire.ask(venue.alice, "POST", "/user/preferences", "prefs=7")?.refusal == "Invalid prefs")
    for odd in [#"{"a":"\u0000"}"#, #"{"\u0000":1}"#, #"{"a":[1e400]}"#] {
      #expect(wire.ask(venue.alice, "POST", "/user/preferences", "{\"prefs\":\(odd)}")?.refusal == "Invalid prefs")
    }
    #expect(wire.ask(venue.alice, "GET", "/userEvent?startId=x")?.refusal == "startId is invalid")
  }

  @Test("Profiles come back as they were kept, and nothing changes that cannot be kept")
  func keeping() throws {
    let profiles = try #require(Profiles(Array(#"{"subaccounts":[],"preferences":{}}"#.utf8)) { _ in false })
    #expect(throws: APIError.self) {
      try profiles.add(Profiles.Subaccount(account: AccountID(3), parent: AccountID(1), name: "grid"))
    }
    #expect(profiles.subaccounts(of: AccountID(1)).isEmpty)
    let kept = #"{"subaccounts":[{"account":3,"parent":1,"name":"grid"}],"preferences":{"1":{"theme":"dark"}}}"#
    let read = try #require(Profiles(Array(kept.utf8)) { String(decoding: $0, as: UTF8.self) == kept })
    #expect(read.subaccounts(of: AccountID(1)).map(\.name) == ["grid"])
    #expect(throws: Never.self) { try read.set(JSONObject(), of: AccountID(1), overwriting: false) }
    #expect(Profiles(Array("[]".utf8)) { _ in true } == nil)
  }

  @Test("Keys are listed without their secrets, to their owner only")
  func keys() throws {
    try SharedVenue.live { venue in
      let keys = try #require(venue.connect().ask(venue.alice, "GET", "/apiKey")?.json)
      #expect(keys.count == 1)
      #expect(keys[0]?["id"]?.text == "key-of-alice")
      #expect(keys[0]?["secret"]?.text == "")
      #expect(keys[0]?["permissions"]?.count == 3)
    }
  }

  @Test("What was traded is told in dollars")
  func statistics() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    _ = wire.ask(venue.bob, "POST", "/order", "symbol=XBTUSD&side=Sell&orderQty=1000&price=10000")
    _ = wire.ask(venue.alice, "POST", "/order", "symbol=XBTUSD&side=Buy&orderQty=1000&price=10000")
    let volume = try #require(wire.get("/api/v1/instrument/usdVolume")?.json)
    #expect(volume[0]?["symbol"]?.text == "XBTUSD")
    #expect(volume[0]?["turnover24h"]?.text == "1000")
    let series = try #require(wire.get("/api/v1/stats/historyUSD")?.json)
    #expect(series[0]?["rootSymbol"]?.text == "XBT")
    #expect(series[1]?["rootSymbol"]?.text == "Total")
    #expect(series[1]?["turnover24h"]?.text == "1000")
    // No day is over yet; a page of nothing is a page, and slashes too many change nothing.
    #expect(wire.get("/api/v1//stats/history/?count=2&start=1")?.json.count == 0)
    #expect(wire.ask(venue.alice, "GET", "/user/tradingVolume")?.json[0]?["advUsd"]?.text == "33")
    let ratio = try #require(wire.ask(venue.bob, "GET", "/user/quoteFillRatio")?.json)
    #expect(ratio["quoteCount"]?.text == "1")
    #expect(ratio["dealtCount"]?.text == "1")
    #expect(ratio["quoteFillRatioMavg7"]?.text == "1")
    #expect(wire.ask(venue.bob, "GET", "/user/quoteValueRatio")?.json["volumeXBT"]?.text == "0.1")
  }

  @Test("Who made most comes first, under no name of theirs")
  func leaders() throws {
    let venue = try LiveVenue()
    let wire = venue.connect()
    #expect(wire.get("/api/v1/leaderboard")?.json.count == 0)
    for (buyer, seller, price) in [(venue.alice, venue.bob, 10_000), (venue.bob, venue.alice, 11_000)] {
      _ = wire.ask(seller, "POST", "/order", "symbol=XBTUSD&side=Sell&orderQty=1000&price=\(price)")
      _ = wire.ask(buyer, "POST", "/order", "symbol=XBTUSD&side=Buy&orderQty=1000&price=\(price)")
    }
    let leaders = try #require(wire.get("/api/v1/leaderboard")?.json)
    #expect(leaders.count == 1)
    #expect(leaders[0]?["name"]?.text == "Trader-1")
    #expect(leaders[0]?["profit"] == wire.ask(venue.alice, "GET", "/user/margin")?.json["realisedPnl"])
    #expect(wire.ask(venue.alice, "GET", "/leaderboard/name")?.json["name"]?.text == "Trader-1")
    let share = wire.get("/api/v1/leaderboard?method=ROE")?.json[0]?["profit"]?.text
    #expect(share?.hasPrefix("0.00") == true)
    #expect(wire.get("/api/v1/leaderboard?method=luck")?.refusal == "Invalid method")
  }

  @Test("What the operator says is told over realtime connections too, also on the venue's second address for them")
  func announcementsInRealtime() throws {
    let list = try #require(
      Announcement.list(
        Array(#"[{"title":"New","content":"XBTM19"},{"title":"Halt","content":"At noon","urgent":true}]"#.utf8)))
    let venue = try LiveVenue { $0.announcements = list }
    let (key, expires, signature) = venue.alice.realtimeArguments()
    let topics = "?subscribe=announcement,publicNotifications,privateNotifications,affiliate"
    for path in ["/realtime", "/realtimePlatform"] {
      let client = try RealtimeWire(
        venue, path: path, query: topics,
        headers: "api-key: \(key)\r\napi-expires: \(expires)\r\napi-signature: \(signature)\r\n")
      #expect(try client.message()["info"] != nil)
      var partials: [String: JSONValue] = [:]
      for _ in 0..<4 {
        #expect(try client.message()["success"]?.text == "true")
        let partial = try client.message()
        #expect(partial["action"]?.text == "partial")
        partials[partial["table"]?.text ?? ""] = partial["data"]
      }
      #expect(partials["announcement"]?.count == 2)
      #expect(partials["announcement"]?[0]?["content"]?.text == "XBTM19")
      #expect(partials["publicNotifications"]?.count == 1)
      #expect(partials["publicNotifications"]?[0]?["title"]?.text == "Halt")
      #expect(partials["privateNotifications"]?.count == 0)
      #expect(partials["affiliate"]?[0]?["currency"]?.text == "XBt")
    }
  }

  @Test("The operator's announcements reach everybody, the urgent ones at once")
  func announcements() throws {
    let file = """
      [{"title":"Upgrade","content":"On Sunday.","date":"2026-11-21T12:00:00.000Z"},
       {"title":"Halt","content":"Now.","link":"https://example.org","urgent":true}]
      """
    let list = try #require(Announcement.list(Array(file.utf8)))
    let venue = try LiveVenue { $0.announcements = list }
    let wire = venue.connect()
    let all = try #require(wire.get("/api/v1/announcement")?.json)
    #expect(all[0]?["date"]?.text == "2026-11-21T12:00:00.000Z")
    #expect(all[1]?["id"]?.text == "2")
    #expect(wire.get("/api/v1/announcement?columns=title")?.json[0]?.count == 2)
    #expect(wire.ask(venue.alice, "GET", "/announcement/urgent")?.json[0]?["title"]?.text == "Halt")
    #expect(wire.ask(venue.alice, "GET", "/globalNotification")?.json[0]?["body"]?.text == "Now.")
    #expect(Announcement.list(Array("{}".utf8)) == nil)
  }

  @Test("A deposit address is none that a real network knows")
  func depositAddress() throws {
    try SharedVenue.live { venue in
      let wire = venue.connect()
      let address = wire.ask(venue.alice, "GET", "/user/depositAddress?currency=XBt&network=btc")?.json
      #expect(address?.text == "apus-paper-btc-account-1")
      #expect(wire.ask(venue.alice, "GET", "/user/depositAddress?currency=XBt&network=eth")?.status == 400)
      #expect(wire.ask(venue.alice, "GET", "/user/depositAddress?currency=EUR&network=eth")?.status == 400)
    }
  }
}
