import ApusModel

/// Days of history that the sandbox knows by heart.
public enum History: String, CaseIterable, Sendable {
  /// 12 and 13 March 2020: half of the price gone within a day and a half.
  case march2020
  /// 5 March 2020: a day without news.
  case calm

  /// The recorded bar of each day. Source: the venue's daily bars of its XBTUSD contract.
  public var days: [Bar] {
    switch self {
    case .march2020:
      [
        .day(Timestamp(rawValue: 1_583_971_200_000), 79_390, 79_670, 42_660, 43_460),
        .day(Timestamp(rawValue: 1_584_057_600_000), 43_460, 58_735, 35_960, 55_715),
      ]
    case .calm: [.day(Timestamp(rawValue: 1_583_366_400_000), 87_565, 91_710, 87_560, 90_705)]
    }
  }

  /// The course of these days, from midnight to midnight.
  public func course(every interval: Int64, seed: UInt64) -> Course {
    let legs = zip(days, turns).flatMap { day, turns in day.legs(turning: turns) }
    return Course(legs, every: interval, seed: seed)
  }

  /// Where each day's price turned, by the minute of the day; the highest and the lowest are the day's recorded ones.
  ///
  /// Only open, high, low and close of a day are records. The hours of the turns, and the prices between, are drawn after
  /// what was told of these days: falls before noon and before midnight of the 12th, the low at a quarter past two.
  private var turns: [[Turn]] {
    switch self {
    case .march2020: [March2020.twelfth, March2020.thirteenth]
    case .calm: [[Turn(60, 87_560), Turn(500, 89_100), Turn(1_080, 91_710), Turn(1_260, 90_300)]]
    }
  }
}

/// A point where a price turned.
struct Turn: Sendable {
  /// The minute of the day.
  let minute: Int64
  /// The price there, in tenths of a dollar.
  let tenths: Int64

  init(_ minute: Int64, _ tenths: Int64) {
    self.minute = minute
    self.tenths = tenths
  }
}

/// The turns of the two days.
private enum March2020 {
  static let twelfth = [
    Turn(25, 79_670), Turn(150, 77_400), Turn(240, 78_100), Turn(420, 75_200), Turn(510, 73_600), Turn(585, 74_300),
    Turn(625, 72_300), Turn(648, 68_200), Turn(660, 63_000), Turn(668, 58_000), Turn(690, 61_800), Turn(720, 60_400),
    Turn(780, 63_200), Turn(870, 60_500), Turn(960, 62_000), Turn(1_080, 58_600), Turn(1_200, 60_100),
    Turn(1_290, 57_200), Turn(1_362, 55_400), Turn(1_392, 50_300), Turn(1_410, 47_500), Turn(1_422, 49_600),
    Turn(1_434, 42_660),
  ]
  static let thirteenth = [
    Turn(18, 48_200), Turn(50, 50_900), Turn(85, 46_700), Turn(110, 44_200), Turn(126, 39_600), Turn(135, 35_960),
    Turn(142, 40_500), Turn(160, 49_300), Turn(200, 52_700), Turn(300, 51_200), Turn(420, 54_600), Turn(560, 56_400),
    Turn(645, 58_735), Turn(720, 55_800), Turn(840, 53_300), Turn(1_000, 49_800), Turn(1_140, 52_600),
    Turn(1_300, 54_100),
  ]
}

extension Bar {
  /// A day's bar of prices in tenths of a dollar.
  fileprivate static func day(_ start: Timestamp, _ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64) -> Bar {
    let tenths = { (units: Int64) in Price(units: units, over: 10) }
    return Bar(
      start: start, span: Timestamp.day, open: tenths(open), high: tenths(high), low: tenths(low), close: tenths(close))
  }

  /// The legs from turn to turn, from the open to the close.
  fileprivate func legs(turning turns: [Turn]) -> [Leg] {
    var legs: [Leg] = []
    var price = open
    var time = start
    let points = turns.map { (start.rawValue + $0.minute * Timestamp.minute, Price(units: $0.tenths, over: 10)) }
    for (when, next) in points + [(end.rawValue, close)] {
      legs.append(Leg(from: price, to: next, start: time, end: Timestamp(rawValue: when), low: low, high: high))
      price = next
      time = Timestamp(rawValue: when)
    }
    return legs
  }
}
