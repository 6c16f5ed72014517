import ApusModel

extension OrderType {
  /// The contract's word for it.
  var word: String { self == .limit ? "Limit" : "Market" }
}

extension TimeInForce {
  /// The contract's word for it.
  var word: String {
    switch self {
    case .goodTillCancel: "GoodTillCancel"
    case .immediateOrCancel: "ImmediateOrCancel"
    case .fillOrKill: "FillOrKill"
    }
  }
}

extension Order {
  /// A market order never rests, and the contract says so.
  var timeInForceWord: String {
    type == .market && timeInForce == .goodTillCancel ? TimeInForce.immediateOrCancel.word : timeInForce.word
  }
}

extension Instructions {
  /// The contract's words for them, separated by commas; nil for none.
  var words: String? { Self.texts[Int(rawValue)] }

  private static let texts: [String?] = (UInt8(0)...all.rawValue).map { raw in
    let words = [(postOnly, "ParticipateDoNotInitiate"), (reduceOnly, "ReduceOnly"), (close, "Close")]
      .filter { Instructions(rawValue: raw).contains($0.0) }.map(\.1)
    return words.isEmpty ? nil : words.joined(separator: ",")
  }
}

extension CancelReason {
  /// What the contract writes behind `Canceled:`.
  var words: String {
    switch self {
    case .requested: "Canceled via API."
    case .wouldTake: "Order had execInst of ParticipateDoNotInitiate"
    case .notImmediate: "Order had timeInForce of ImmediateOrCancel"
    case .notAll: "Order had timeInForce of FillOrKill"
    case .selfMatch: "Order would have traded with an order of the same account"
    case .nothingToReduce: "Order had execInst of ReduceOnly and there is nothing to reduce"
    case .cancelAllAfter: "Canceled via cancelAllAfter."
    case .insufficientMargin: "Account has insufficient Available Balance"
    case .liquidation: "Position was liquidated"
    case .linked: "A linked order was filled or triggered"
    case .dayEnded: "Order had timeInForce of Day"
    case .settlement: "Instrument has settled"
    case .restricted: "Account is restricted"
    case .priceBand: "Order price is beyond the price limit"
    case .deleveraged: "Position was deleveraged"
    case .noRoom: "Too many open orders"
    case .riskLimit: "Value of position and orders exceeds position Risk Limit"
    case .immediateLiquidation: "Executing at order price would lead to immediate liquidation"
    }
  }
}

extension OrderRecord {
  /// The venue's notes, the latest first.
  var text: String {
    if let remarks { return text(with: remarks) }
    return switch (status == .canceled ? reason : nil, amended.words(Amendment.usual)) {
    case (nil, nil): Self.submitted
    case (let reason?, nil): Self.canceled[Int(reason.rawValue)]
    case (nil, let changes?): changes + Self.submitted
    case (let reason?, let changes?): "Canceled: \(reason.words)\n" + changes + Self.submitted
    }
  }

  /// The same with what the owner said: after an amendment and a cancel in the place of the venue's words for them.
  private func text(with remarks: Remarks) -> String {
    var text = ""
    if status == .canceled, let reason { text += "Canceled: \(remarks.canceled ?? reason.words)\n" }
    text += amended.words(remarks.amended ?? Amendment.usual) ?? ""
    if let placed = remarks.placed { text += placed + "\n" }
    return text + Self.submitted
  }

  private static let submitted = "Submitted via API."
  private static let canceled: [String] = (UInt8(0)...CancelReason.immediateLiquidation.rawValue).map { raw in
    CancelReason(rawValue: raw).map { "Canceled: \($0.words)\n\(submitted)" } ?? submitted
  }
}

extension Amendment {
  /// What stands behind the names when the owner said nothing.
  fileprivate static let usual = "Amended via API."

  /// The line that tells what was changed, and what was said of it; nil when nothing was.
  fileprivate func words(_ said: String) -> String? {
    if isEmpty { return nil }
    if contains(.byVenue) { return "Amended orderQty: Order had execInst of ReduceOnly\n" }
    var names: [String] = []
    if contains(.quantity) { names.append("orderQty") }
    if contains(.price) { names.append("price") }
    if contains(.stopPrice) { names.append("stopPx") }
    if contains(.pegOffset) { names.append("pegOffsetValue") }
    if contains(.clientID) { names.append("clOrdID") }
    return names.isEmpty ? nil : "Amended \(names.joined(separator: " ")): \(said)\n"
  }
}
