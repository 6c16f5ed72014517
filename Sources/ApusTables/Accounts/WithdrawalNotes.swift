/// What an owner says of a withdrawal, in one remark: the notes and, behind a zero that notes cannot hold, where it goes.
public struct WithdrawalNotes: Hashable, Sendable {
  /// The notes.
  public var text: String?
  /// Where it goes.
  public var address: String?

  /// What a client sent.
  public init(text: String?, address: String?) {
    self.text = text
    self.address = address
  }

  /// What a remark held.
  init(_ remark: String?) {
    guard let remark else { return }
    let parts = remark.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    text = parts[0].isEmpty ? nil : parts[0]
    address = parts.count > 1 ? parts[1] : nil
  }

  /// The remark; nil when there is nothing to say.
  public var remark: String? { address.map { (text ?? "") + "\0" + $0 } ?? text }
}
