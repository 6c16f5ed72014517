/// A day of the Gregorian calendar, UTC.
@frozen public struct CalendarDay: Hashable, Sendable, BitwiseCopyable {
  /// The year, such as 2019.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int

  /// A day, not checked.
  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day a time is in.
  public init(_ time: Timestamp) {
    // Days are counted in eras of 400 years from 1 March, so that a leap day is the last of its year.
    let days = Int(time.wholeDay.rawValue / Timestamp.day) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * march + 2) / 5 + 1
    month = march < 10 ? march + 3 : march - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Midnight at its beginning.
  public var start: Timestamp {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Timestamp(rawValue: Int64(era * 146_097 + dayOfEra - 719_468) * Timestamp.day)
  }

  /// The same day one month on, in the month after.
  public var nextMonth: CalendarDay {
    CalendarDay(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: day)
  }
}
