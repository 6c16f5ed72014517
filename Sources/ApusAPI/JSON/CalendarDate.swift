/// A day of the Gregorian calendar, between the years 0 and 9999.
struct CalendarDate: Equatable {
  var year: Int64
  var month: Int64
  var day: Int64

  /// 2000-01-01T00:00:00.000Z in milliseconds since 1970.
  static let beginningOf2000: Int64 = 946_684_800_000
  /// 9999-12-31T23:59:59.999Z in milliseconds since 1970.
  static let endOf9999: Int64 = 253_402_300_799_999

  init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Counts in eras of 400 years that begin on the first of March, so that a leap day ends its year.
  init(daysSince1970: Int64) {
    let (era, dayOfEra) = (daysSince1970 + 719_468).floorDivided(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01, which is day zero.
  var daysSince1970: Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shiftedYear.floorDivided(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Whether the calendar has this day.
  var exists: Bool { day >= 1 && month >= 1 && month <= 12 && CalendarDate(daysSince1970: daysSince1970) == self }
}

extension Int64 {
  /// Quotient rounded down, and the remainder that is never negative.
  func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
