import ApusModel

/// What a client said of its order. Few orders have any, so it is kept apart from them.
final class Remarks: Sendable {
  /// When it was placed, when it was last amended, and when it was canceled; nil where nothing was said.
  let placed: String?
  let amended: String?
  let canceled: String?

  /// What was said; nil when it was nothing.
  init?(placed: String?, amended: String? = nil, canceled: String? = nil) {
    if placed == nil, amended == nil, canceled == nil { return nil }
    self.placed = placed
    self.amended = amended
    self.canceled = canceled
  }
}

/// What an account said, for the entry after the last one that it was said in.
struct Said: Sendable {
  let account: AccountID
  var through: UInt64
  private var bytes: [UInt8]

  init(_ remark: Remark, in sequence: UInt64) {
    account = remark.account
    through = sequence
    bytes = remark.utf8
  }

  /// Goes on in the next entry.
  mutating func append(_ remark: Remark, in sequence: UInt64) {
    through = sequence
    bytes += remark.utf8
  }

  /// The text; bytes that are no letters become what stands for them.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Tables {
  /// Hears what a client says about its next command.
  mutating func hear(_ remark: Remark, in sequence: UInt64) {
    if said?.account == remark.account, said?.through == sequence - 1 {
      said?.append(remark, in: sequence)
    } else {
      said = Said(remark, in: sequence)
    }
  }

  /// What an account said of the command that is being told; nil for nothing.
  func said(by account: AccountID) -> String? {
    guard let said, said.account == account else { return nil }
    return said.text
  }
}
