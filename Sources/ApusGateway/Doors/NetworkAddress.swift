/// An address on the network, by its 128 bits; one of version 4 stands for itself within version 6.
public struct NetworkAddress: Hashable, Sendable {
  fileprivate let high: UInt64
  fileprivate let low: UInt64
  fileprivate let isVersion4: Bool

  /// Reads an address of either version as text; nil when it is none.
  public init?(_ text: String) {
    if let four = Self.version4(text) {
      self.init(high: 0, low: 0xFFFF << 32 | four, isVersion4: true)
      return
    }
    guard let groups = Self.groups(text) else { return nil }
    let (high, low) = (groups[..<4], groups[4...])
    self.init(
      high: high.reduce(0) { $0 << 16 | $1 }, low: low.reduce(0) { $0 << 16 | $1 },
      isVersion4: groups[..<5].allSatisfy { $0 == 0 } && groups[5] == 0xFFFF)
  }

  private static func version4(_ text: some StringProtocol) -> UInt64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt64 = 0
    for part in parts {
      // A leading zero meant base eight to some.
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(\.isDigit), part == "0" || part.first != "0",
        let byte = UInt8(part)
      else { return nil }
      bits = bits << 8 | UInt64(byte)
    }
    return bits
  }

  /// The eight groups of version 6, of which one run of zeros may be left out, and the last two be one of version 4.
  private static func groups(_ text: String) -> [UInt64]? {
    guard let gap = text.firstRange(of: "::") else {
      guard let all = groups(text[...]), all.count == 8 else { return nil }
      return all
    }
    let (left, right) = (text[..<gap.lowerBound], text[gap.upperBound...])
    guard let head = left.isEmpty ? [] : groups(left), let tail = right.isEmpty ? [] : groups(right),
      head.count + tail.count <= 7
    else { return nil }
    return head + [UInt64](repeating: 0, count: 8 - head.count - tail.count) + tail
  }

  private static func groups(_ text: Substring) -> [UInt64]? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var groups: [UInt64] = []
    for (place, part) in parts.enumerated() {
      if place == parts.count - 1, let four = version4(part) {
        groups += [four >> 16, four & 0xFFFF]
      } else {
        guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0.hexadecimalValue != nil }),
          let group = UInt64(part, radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  private init(high: UInt64, low: UInt64, isVersion4: Bool) {
    self.high = high
    self.low = low
    self.isVersion4 = isVersion4
  }
}

/// The addresses that begin alike, such as `10.0.0.0/8` or `2001:db8::/32`.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  private let first: NetworkAddress
  /// How many of the 128 bits all have in common.
  private let bits: Int
  /// The range as it was written.
  public let description: String

  /// Reads a range, or a single address; nil when it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap({ NetworkAddress(String($0)) }) else { return nil }
    let width = first.isVersion4 ? 32 : 128
    var length = width
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy(\.isDigit), let written = Int(parts[1]), written <= width else { return nil }
      length = written
    }
    self.first = first
    bits = length + 128 - width
    description = text
  }

  /// Whether an address lies in the range.
  public func contains(_ address: NetworkAddress) -> Bool {
    let high = UInt64.max << (64 - min(bits, 64))
    let low = bits <= 64 ? 0 : UInt64.max << (128 - bits)
    return (address.high ^ first.high) & high == 0 && (address.low ^ first.low) & low == 0
  }
}
