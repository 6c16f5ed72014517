/// The times of day at which something recurs: every interval, from an offset into the day (UTC).
@frozen public struct FundingSchedule: Hashable, Sendable, BitwiseCopyable {
  /// Milliseconds from one time to the next; divides the day.
  public var interval: Int64
  /// Milliseconds from midnight to the first time of the day.
  public var offset: Int64

  /// A schedule; the interval is positive.
  public init(interval: Int64, offset: Int64) {
    self.interval = interval
    self.offset = offset
  }

  /// Funding at 04:00, 12:00 and 20:00 UTC (`funding-countdown-seed`).
  public static var eightHours: FundingSchedule {
    FundingSchedule(interval: 8 * Timestamp.hour, offset: 4 * Timestamp.hour)
  }

  /// How often it comes in a day.
  public var timesPerDay: Int64 { Timestamp.day / interval }

  /// The first time after `time`, never `time` itself.
  public func next(after time: Timestamp) -> Timestamp {
    let passed = Whole64.divide(time.rawValue - offset, by: interval, rounding: .down)
    return Timestamp(rawValue: offset + (passed + 1) * interval)
  }
}
