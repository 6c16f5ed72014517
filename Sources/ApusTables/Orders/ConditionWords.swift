import ApusAPI
import ApusModel

// What an order with conditions is called.

extension OrderRecord {
  /// The contract's word for the kind of order.
  var typeWord: String {
    switch (conditions.trigger, order.type) {
    case (.none, .limit): conditions.peg == .none ? order.type.word : "Pegged"
    case (.none, .market): order.type.word
    case (.stop, .limit): "StopLimit"
    case (.stop, .market): "Stop"
    case (.touch, .limit): "LimitIfTouched"
    case (.touch, .market): "MarketIfTouched"
    }
  }

  /// The contract's words for instructions and for the price that triggers, separated by commas; nil for none.
  var instructionWords: String? {
    // As nearly all orders are.
    if order.instructions.isEmpty, conditions.trigger == .none, conditions.peg == .none { return nil }
    let words = [order.instructions.words, conditions.sourceWords].compactMap(\.self)
    return words.isEmpty ? nil : words.joined(separator: ",")
  }

  /// What was set off, once it was.
  var triggeredWord: String? { isTriggered && conditions.waits ? "StopOrderTriggered" : nil }

  /// Whether it closes whatever is held when it is triggered, so that it has no quantity before.
  var isUnsized: Bool { isWaiting && order.quantity == .zero }
}

/// The contract's word for an order that ends with the day.
let dayWord = "Day"

extension Conditions {
  var statedStopPrice: Decimal? { trigger == .none ? nil : Decimal(stopPrice) }
  var statedOffset: Decimal? { peg == .none ? nil : Decimal(pegOffset) }

  fileprivate var sourceWords: String? {
    if trigger == .none { return peg == .none ? nil : "Fixed" }
    switch source {
    case .mark: return "MarkPrice"
    case .index: return "IndexPrice"
    case .last: return withinMark ? "LastPrice,LastWithinMark" : "LastPrice"
    }
  }
}

extension PegKind {
  var word: String? {
    switch self {
    case .none: nil
    case .primary: "PrimaryPeg"
    case .market: "MarketPeg"
    case .last: "LastPeg"
    case .mid: "MidPricePeg"
    case .trailing: "TrailingStopPeg"
    }
  }
}

extension Contingency {
  var word: String? {
    switch self {
    case .none: nil
    case .oneCancelsOther: "OneCancelsTheOther"
    case .oneTriggersOther: "OneTriggersTheOther"
    }
  }
}
