extension Timestamp {
  /// Milliseconds of a second.
  @inlinable public static var second: Int64 { 1_000 }
  /// Milliseconds of a minute.
  @inlinable public static var minute: Int64 { 60_000 }
  /// Milliseconds in half a minute.
  @inlinable public static var halfMinute: Int64 { minute / 2 }
  /// Milliseconds of an hour.
  @inlinable public static var hour: Int64 { 3_600_000 }
  /// Milliseconds of a day.
  @inlinable public static var day: Int64 { 86_400_000 }
  /// Milliseconds of a year of rates: 365 days, leap years included.
  @inlinable public static var year: Int64 { 365 * day }

  /// The start of the minute this is in.
  @inlinable public var wholeMinute: Timestamp { self - sinceStart(of: Timestamp.minute) }
  /// The start of the day this is in.
  @inlinable public var wholeDay: Timestamp { self - sinceStart(of: Timestamp.day) }

  /// The midnight after this.
  @inlinable public var nextDay: Timestamp { wholeDay + Timestamp(rawValue: Timestamp.day) }

  /// Milliseconds since the last multiple of a span.
  @inlinable func sinceStart(of span: Int64) -> Timestamp {
    let rest = rawValue % span
    return Timestamp(rawValue: rest < 0 ? rest + span : rest)
  }
}
