/// A signed number of contracts: positive long or bought, negative short or sold.
@frozen public struct Contracts: Whole {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}
