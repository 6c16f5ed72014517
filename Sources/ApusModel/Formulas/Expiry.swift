/// When dated contracts expire, and the names that say so (the venue's announcements of quarterly futures).
public enum Expiry {
  /// The letters of January to December in a contract's name.
  private static let codes: StaticString = "FGHJKMNQUVXZ"

  /// The letter of a month from 1 to 12, as ASCII.
  public static func code(ofMonth month: Int) -> UInt8 { Array(codes.description.utf8)[month - 1] }

  /// The month of a letter, or nil.
  public static func month(ofCode code: UInt8) -> Int? {
    codes.description.utf8.enumerated().first { $0.element == code }.map { $0.offset + 1 }
  }

  /// Noon of the last Friday of a month, UTC (`expiry-XBTH19`).
  public static func last(year: Int, month: Int) -> Timestamp {
    let end = CalendarDay(year: year, month: month, day: 1).nextMonth.start
    return fridayNoon(after: Timestamp(rawValue: end.rawValue - 7 * Timestamp.day))
  }

  /// The first Friday noon after a time, UTC: when weekly contracts expire.
  public static func fridayNoon(after time: Timestamp) -> Timestamp {
    // 1970-01-01 was a Thursday.
    let first = Timestamp.day + 12 * Timestamp.hour
    return FundingSchedule(interval: 7 * Timestamp.day, offset: first).next(after: time)
  }

  /// The first expiry of March, June, September or December after a time.
  public static func quarter(after time: Timestamp) -> Timestamp {
    let day = CalendarDay(time)
    var quarter = CalendarDay(year: day.year, month: (day.month + 2) / 3 * 3, day: 1)
    while true {
      let expiry = last(year: quarter.year, month: quarter.month)
      if expiry > time { return expiry }
      quarter = quarter.nextMonth.nextMonth.nextMonth
    }
  }

  /// The last expiry of March, June, September or December before a time.
  public static func quarter(before time: Timestamp) -> Timestamp {
    // A quarter is never longer than a hundred days.
    var expiry = quarter(after: time - Timestamp(rawValue: 200 * Timestamp.day))
    while true {
      let next = quarter(after: expiry)
      if next >= time { return expiry }
      expiry = next
    }
  }

  /// The expiry that a name such as `XBTM19` says, or nil when it says none.
  public static func named(by symbol: Symbol) -> Timestamp? {
    let name = symbol.utf8
    guard name.count > 3, let month = month(ofCode: name[name.count - 3]) else { return nil }
    let digits = name.suffix(2).map { Int($0) - 48 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    return last(year: 2_000 + digits[0] * 10 + digits[1], month: month)
  }

  /// The name of a series' contract that expires in the month of a time, or nil when it is too long.
  public static func name(of root: Symbol, expiring time: Timestamp) -> Symbol? {
    let day = CalendarDay(time)
    let year = UInt8(day.year % 100)
    return Symbol(utf8: root.utf8 + [code(ofMonth: day.month), 48 + year / 10, 48 + year % 10])
  }
}
