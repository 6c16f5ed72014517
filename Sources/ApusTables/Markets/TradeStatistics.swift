import ApusModel

/// What was traded in one minute.
struct Minute: Hashable, Sendable, BitwiseCopyable {
  /// Minutes since 1970.
  var number: Int64
  var open: Price
  var high: Price
  var low: Price
  var close: Price
  var volume: Contracts
  var turnover: Amount
  /// The sum over its trades, of a quanto contract.
  var notional: QuantoNotional
}

/// What was traded ever, in this session of an hour and in the last 24 hours by the minute.
struct TradeStatistics: Sendable {
  /// The minutes of the last 24 hours that saw a trade, oldest first.
  private(set) var minutes: [Minute] = []
  /// The close of the last minute that fell out of the 24 hours.
  var closeBefore: Price?
  var last: Price?
  var direction = TickDirection.plus
  var totalVolume = Contracts.zero
  var totalTurnover = Amount.zero
  var hour: Int64 = 0
  var volumeBefore = Contracts.zero
  var turnoverBefore = Amount.zero

  private(set) var day = Day()

  /// Sums over the last 24 hours.
  struct Day: Hashable, Sendable, BitwiseCopyable {
    var volume = Contracts.zero
    var turnover = Amount.zero
    var notional = QuantoNotional.zero
    var high: Price?
    var low: Price?

    mutating func add(_ minute: Minute) {
      volume += minute.volume
      turnover += minute.turnover
      notional += minute.notional
      high = max(high ?? minute.high, minute.high)
      low = min(low ?? minute.low, minute.low)
    }
  }

  /// Statistics of these minutes.
  init(_ minutes: [Minute] = []) {
    self.minutes = minutes
    for minute in minutes { day.add(minute) }
  }

  /// The price 24 hours ago, or the first one there was.
  var priceBefore: Price? { closeBefore ?? minutes.first?.open }

  /// Counts a trade, with its notional of a quanto contract, and returns its tick direction.
  mutating func add(
    _ price: Price, _ quantity: Contracts, worth value: Amount, _ notional: QuantoNotional = .zero, at time: Timestamp
  ) -> TickDirection {
    advance(to: time)
    direction = last.map { TickDirection(price, after: $0, direction) } ?? .plus
    last = price
    totalVolume += quantity
    totalTurnover += value
    let number = time.rawValue / 60_000
    let trade = Minute(
      number: number, open: price, high: price, low: price, close: price, volume: quantity, turnover: value,
      notional: notional)
    day.add(trade)
    guard let index = minutes.indices.last, minutes[index].number == number else {
      minutes.append(trade)
      return direction
    }
    minutes[index].high = max(minutes[index].high, price)
    minutes[index].low = min(minutes[index].low, price)
    minutes[index].close = price
    minutes[index].volume += quantity
    minutes[index].turnover += value
    minutes[index].notional += notional
    return direction
  }

  /// Lets time pass; returns whether a session ended or a minute fell out of the 24 hours.
  @discardableResult
  mutating func advance(to time: Timestamp) -> Bool {
    let isNewHour = time.rawValue / 3_600_000 != hour
    if isNewHour {
      hour = time.rawValue / 3_600_000
      volumeBefore = totalVolume
      turnoverBefore = totalTurnover
    }
    let first = time.rawValue / 60_000 - 24 * 60
    guard let oldest = minutes.first, oldest.number <= first else { return isNewHour }
    let gone = minutes.firstIndex { $0.number > first } ?? minutes.count
    closeBefore = minutes[gone - 1].close
    minutes.removeFirst(gone)
    day = Day()
    for minute in minutes { day.add(minute) }
    return true
  }
}
