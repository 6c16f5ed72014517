/// A point in time: milliseconds since 1970-01-01T00:00:00Z, no leap seconds.
@frozen public struct Timestamp: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}
