import ApusModel

/// Times as the files write them.
enum ClockText {
  /// `2019-03-29T12:00:00Z`, with or without fractions of a second or the time of day; nil when it is none.
  static func time(_ text: String) -> Timestamp? {
    let halves = text.split(separator: "T", maxSplits: 1)
    guard let day = halves.first else { return nil }
    let date = day.split(separator: "-").compactMap { Int($0) }
    guard date.count == 3, (1...12).contains(date[1]), (1...31).contains(date[2]), (1970...9999).contains(date[0])
    else { return nil }
    let start = CalendarDay(year: date[0], month: date[1], day: date[2]).start
    guard halves.count == 2 else { return start }
    return timeOfDay(String(halves[1])).map { Timestamp(rawValue: start.rawValue + $0) }
  }

  /// `06:39:29`, `04:00` or `12:00:00.000Z` in milliseconds since midnight; nil when it is none.
  static func timeOfDay(_ text: String) -> Int64? {
    let clock = text.hasSuffix("Z") ? text.dropLast() : text[...]
    let parts = clock.split(separator: ":").map(String.init)
    guard (2...3).contains(parts.count), let hour = Int64(parts[0]), let minute = Int64(parts[1]),
      (0...99).contains(hour), (0...59).contains(minute)
    else { return nil }
    var milliseconds: Int64 = 0
    if parts.count == 3 {
      guard let second = Fraction(text: parts[2]), let units = second.units(of: 1_000, within: 60_999) else {
        return nil
      }
      milliseconds = units
    }
    return hour * Timestamp.hour + minute * Timestamp.minute + milliseconds
  }

  /// `2019-03-29T12:00:00Z`, with milliseconds only where the pattern has them.
  static func print(_ time: Timestamp, like pattern: String) -> String {
    let day = CalendarDay(time)
    let date = "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))"
    let clock = printTimeOfDay(time)
    if !pattern.contains("-") { return pattern.count == 5 ? String(clock.prefix(5)) : clock }
    if !pattern.contains(":") { return date }
    let fraction = pattern.contains(".") ? "." + padded(Int(time.rawValue % Timestamp.second), 3) : ""
    return "\(date)T\(clock)\(fraction)\(pattern.hasSuffix("Z") ? "Z" : "")"
  }

  private static func printTimeOfDay(_ time: Timestamp) -> String {
    let seconds = Int((time - time.wholeDay).rawValue / Timestamp.second)
    return [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Inputs {
  /// A time of a date.
  func time(_ names: String...) throws(Unevaluable) -> Timestamp? {
    guard let (name, field) = field(names) else { return nil }
    guard let digits = field.digits, let time = ClockText.time(digits) else {
      throw .unreadable(name, field.description)
    }
    return time
  }
}
