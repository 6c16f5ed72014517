/// A part of a moment that a filter can ask for, as in `timestamp.time`.
public enum TimePart: String, Sendable {
  /// The day.
  case date
  /// The month of its year.
  case month
  /// The year.
  case year
  /// The time of day in milliseconds.
  case time
  /// The minute of the day.
  case minute
  /// The second of the day.
  case second
  /// The month of any year.
  case mm
  /// The day of the month.
  case dd
  /// The hour.
  case hh
  /// The minute of the hour.
  case uu
  /// The second of the minute.
  case ss
  /// The day of the week, from Saturday.
  case ww

  /// The part of a moment as a number; two moments agree in the part when the numbers are equal.
  func of(_ milliseconds: Int64) -> Int64 {
    let (day, time) = milliseconds.floorDivided(by: 86_400_000)
    let date = CalendarDate(daysSince1970: day)
    return switch self {
    case .date: day
    case .month: date.year * 12 + date.month - 1
    case .year: date.year
    case .time: time
    case .minute: time / 60_000
    case .second: time / 1_000
    case .mm: date.month
    case .dd: date.day
    case .hh: time / 3_600_000
    case .uu: time / 60_000 % 60
    case .ss: time / 1_000 % 60
    // Days count from a Saturday, so that Friday, when contracts settle, is 6.
    case .ww: (day + 5).floorDivided(by: 7).remainder
    }
  }

  /// The number that a client means, or nil when it cannot be this part.
  func read(_ value: JSONValue) -> Int64? {
    switch self {
    case .year, .mm, .dd, .hh, .uu, .ss, .ww: Self.whole(value)
    case .date: Self.moment(value, suffix: "").map(of)
    case .month: Self.moment(value, suffix: "-01").map(of)
    case .time, .minute, .second: Self.time(value).map(of)
    }
  }

  private static func whole(_ value: JSONValue) -> Int64? {
    switch value {
    case .number(let text): Decimal(text)?.wholeNumber
    // Clients that fill up with zeros send "05" for five.
    case .string(let text): Int64(text) ?? Decimal(text)?.wholeNumber
    default: nil
    }
  }

  private static func moment(_ value: JSONValue, suffix: String) -> Int64? {
    guard case .string(let text) = value else { return nil }
    return TimeReader.milliseconds(text + suffix)
  }

  private static func time(_ value: JSONValue) -> Int64? {
    guard case .string(let text) = value else { return nil }
    return TimeReader.timeOfDay(text)
  }
}
