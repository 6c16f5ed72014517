/// What a client says about the command that its account asks for next; a longer text is several of them in a row.
///
/// A command of its own in front of the other, so that those without a text stay as short as they are. The engine passes
/// it on and knows nothing of it.
public struct Remark: Sendable, BitwiseCopyable {
  /// Who says it.
  public var account: AccountID
  private var length: UInt8 = 0
  private var bytes = InlineArray<96, UInt8>(repeating: 0)

  /// The most bytes that one of them holds.
  public static let capacity = 96

  /// The remark in these bytes, or nil when there are more than `capacity`.
  public init?(account: AccountID, utf8 text: some Collection<UInt8>) {
    guard text.count <= Remark.capacity else { return nil }
    self.account = account
    length = UInt8(text.count)
    for (index, byte) in text.enumerated() { bytes[index] = byte }
  }

  /// The remarks that together say a text, none for an empty one.
  public static func saying(_ text: String, by account: AccountID) -> [Remark] {
    let all = Array(text.utf8)
    return stride(from: 0, to: all.count, by: capacity).compactMap { start in
      Remark(account: account, utf8: all[start..<min(start + capacity, all.count)])
    }
  }

  /// The bytes of the text.
  public var utf8: [UInt8] { (0..<Int(length)).map { bytes[$0] } }
}

extension Command {
  /// Whether it only says something about the command after it.
  public var isRemark: Bool { if case .remark = self { true } else { false } }
}

extension Entry {
  /// Whether it only says something about the entry after it, and has no outcome of its own.
  public var isRemark: Bool { brief.kind == .other && command.isRemark }
}

extension Remark: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.account == right.account && left.utf8 == right.utf8 }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(account)
    hasher.combine(utf8)
  }
}
