import ApusAPI
import ApusModel

extension TickDirection {
  /// The contract's word for it.
  var word: String {
    switch self {
    case .plus: "PlusTick"
    case .zeroPlus: "ZeroPlusTick"
    case .zeroMinus: "ZeroMinusTick"
    case .minus: "MinusTick"
    }
  }
}

/// One match, from the taker's side.
struct TradeRecord: Sendable, BitwiseCopyable {
  var id: TradeID
  var time: Timestamp
  var price: Price
  var quantity: Contracts
  var value: Amount
  var side: Side
  var direction: TickDirection
  /// What a unit of a quanto contract's quote currency was in the settlement unit; zero while unknown.
  var quote: Amount

  /// The row of the trade.
  func row(_ contract: Contract) -> TradeRow {
    var row = TradeRow(timestamp: time.rawValue, symbol: contract.symbol)
    row.side = side.word
    row.size = quantity.rawValue
    row.price = Decimal(price)
    row.tickDirection = direction.word
    row.trdMatchID = PublicID(.trade, id.rawValue)
    row.grossValue = value.rawValue
    let notionals = contract.notionals(of: quantity, worth: value, quote: quote)
    row.homeNotional = notionals.home
    row.foreignNotional = notionals.foreign
    return row
  }
}

/// The touch of a book at one moment.
struct QuoteRecord: Sendable, BitwiseCopyable {
  var time: Timestamp
  var touch: Touch

  /// The row of the quote.
  func row(_ contract: Contract) -> QuoteRow {
    var row = QuoteRow(timestamp: time.rawValue, symbol: contract.symbol)
    row.bidPrice = Decimal(contract.terms.price(of: touch.bid))
    row.bidSize = touch.bidSize.rawValue
    row.askPrice = Decimal(contract.terms.price(of: touch.ask))
    row.askSize = touch.askSize.rawValue
    return row
  }
}
