import ApusEngine
import ApusModel
import ApusVectors
import ArgumentParser

/// Tells a position of a venue's log.
struct ExplainLogged: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "position", abstract: "A position of a venue's log: its margin and its liquidation price.")

  @Argument(help: "The venue's directory; no venue may be running on it.", completion: .directory)
  var directory: String

  @Option(help: "The account's number.")
  var account: UInt32

  @Option(help: "The contract.")
  var symbol = "XBTUSD"

  @Option(help: "The last entry to apply.")
  var until: UInt64?

  func run() throws {
    do throws(LogRefusal) {
      var progress = Progress("Replaying")
      var replay = try LogReplay(directory: directory)
      try replay.advance(to: min(until ?? .max, replay.lastSequence), &progress)
      var image = EventBuffer()
      replay.engine.image(into: &image)
      let logged = LoggedAccount(image, AccountID(account))
      guard logged.isOpen else {
        throw LogRefusal("the venue has no account \(account) at entry \(replay.engine.sequence)")
      }
      let question = try question(logged, at: replay.engine.sequence)
      print("entry \(replay.engine.sequence), account \(account), \(symbol)")
      Explanation.liquidation(question).tell()
    } catch { throw error.ending }
  }

  private func question(_ logged: LoggedAccount, at entry: UInt64) throws(LogRefusal) -> PositionQuestion {
    guard let number = logged.listings.firstIndex(where: { $0.symbol.description == symbol }) else {
      throw LogRefusal("the venue has no \(symbol) at entry \(entry)")
    }
    guard let position = logged.positions.first(where: { Int($0.instrument.rawValue) == number }),
      position.quantity != .zero
    else { throw LogRefusal("account \(account) has no position in \(symbol) at entry \(entry)") }
    let terms = logged.listings[number]
    var question = PositionQuestion(
      instrument: terms, quantity: position.quantity,
      entry: terms.price(of: position.quantity.magnitude, worth: position.cost.magnitude))
    question.cost = position.cost
    question.leverage = position.leverage
    question.steps = Int64(position.riskSteps)
    question.funding = logged.rates[number] ?? .zero
    question.added = logged.isolated[number]?.added ?? .zero
    question.lost = logged.isolated[number]?.lost ?? .zero
    question.mark = logged.marks[Int(position.instrument.rawValue)]
    question.available = logged.available(in: terms.settlement)
    return question
  }
}

/// What an image of the venue says of one account.
struct LoggedAccount {
  private(set) var listings: [Instrument] = []
  /// Whether there is such an account.
  private(set) var isOpen = false
  /// Marks by the number of the instrument.
  private(set) var marks: [Int: Price] = [:]
  private(set) var positions: [Position] = []
  /// What isolated positions have besides their initial margin, by the number of the instrument.
  private(set) var isolated: [Int: IsolatedMargin] = [:]
  /// Coming funding rates by the number of the instrument.
  private(set) var rates: [Int: Rate] = [:]
  private var wallets: [Currency: Amount] = [:]

  init(_ image: borrowing EventBuffer, _ account: AccountID) {
    listings = image.listings
    for happening in image.happenings {
      switch happening.event {
      case .priceChanged(let change): marks[Int(change.instrument.rawValue)] = change.mark
      case .accountOpened(let opened) where opened == account: isOpen = true
      case .walletChanged(let change) where change.account == account: wallets[change.currency] = change.balance
      case .positionChanged(let position) where position.account == account: positions.append(position)
      case .isolatedMarginChanged(let changed) where changed.account == account:
        isolated[Int(changed.instrument.rawValue)] = changed.margin
      case .fundingSet(let funding): rates[Int(funding.instrument.rawValue)] = funding.rate
      default: break
      }
    }
  }

  /// What neither positions nor open orders tie up.
  func available(in currency: Currency) -> Amount {
    positions.reduce(wallets[currency] ?? .zero) { left, position in
      let number = Int(position.instrument.rawValue)
      let terms = listings[number]
      guard terms.settlement == currency, let mark = marks[number] else { return left }
      let own = isolated[number] ?? .none
      return left - position.margin(at: mark, isolated: own, of: terms).kept - position.orderMargin(of: terms)
    }
  }
}
