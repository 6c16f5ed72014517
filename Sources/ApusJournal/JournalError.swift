import Glibc

/// Why a journal or a snapshot cannot be used.
public enum JournalError: Error, Equatable, Sendable {
  /// Another process, or another journal of this one, holds the directory; the text is what the holder wrote.
  case inUse(directory: String, holder: String)
  /// The operating system refused an operation with this error number.
  case storage(StorageOperation, file: String, code: Int32)
  /// Bytes before the acknowledged end are not what was written.
  case damaged(Damage)
  /// A file that must be there is not.
  case missing(file: String)
  /// The journal ends before an entry that was acknowledged.
  case lost(acknowledged: UInt64, found: UInt64)
  /// The file was written by another format of the journal.
  case unsupported(file: String, format: UInt32)
  /// The entries asked for are outside of what is kept: `first ... last`.
  case unavailable(sequence: UInt64, first: UInt64, last: UInt64)
  /// An earlier commit failed; only a new start can tell what is durable.
  case failed
}

/// What the storage was asked to do when it refused.
public enum StorageOperation: String, Sendable {
  case open, list, measure, read, write, flush, remove, rename, flushDirectory, lock, fill
}

/// Where a file differs from what was written, and how.
public struct Damage: Equatable, Sendable {
  /// What was examined.
  public enum Part: String, Sendable {
    case magic, headerChecksum, identity, position, previous, sequence, length, count, blockChecksum
    case frameLength, frameSequence, frameChecksum, padding, checksum
  }
  /// The file's name in the journal's directory.
  public let file: String
  /// The position in the file, in bytes.
  public let offset: Int
  /// The entry that was expected there.
  public let sequence: UInt64
  /// What was examined.
  public let part: Part
  /// What should be there.
  public let expected: UInt64
  /// What is there.
  public let found: UInt64

  init(file: String, offset: Int, sequence: UInt64, fault: (part: Part, expected: UInt64, found: UInt64)) {
    self.file = file
    self.offset = offset
    self.sequence = sequence
    part = fault.part
    expected = fault.expected
    found = fault.found
  }
}

extension JournalError: CustomStringConvertible {
  /// One line for the operator.
  public var description: String {
    switch self {
    case .inUse(let directory, let holder): "the journal in \(directory) is in use by \(holder)"
    case .storage(let operation, let file, let code):
      unsafe "cannot \(operation.rawValue) \(file): \(String(cString: strerror(code))) (error \(code))"
    case .damaged(let damage): damage.description
    case .missing(let file): "\(file) is missing: the journal cannot be continued without it"
    case .lost(let acknowledged, let found):
      "entry \(acknowledged) was acknowledged, but the journal ends at entry \(found)"
    case .unsupported(let file, let format): "\(file) has format \(format), which this version does not read"
    case .unavailable(let sequence, let first, let last):
      "entry \(sequence) is not in the journal, which keeps entries \(first) to \(last)"
    case .failed: "the journal stopped at an earlier failure; restart to find what is durable"
    }
  }
}

extension Damage: CustomStringConvertible {
  /// One line for the operator.
  public var description: String {
    "\(file) is damaged at byte \(offset), where entry \(sequence) was expected: \(part.rawValue) should be "
      + "\(expected) (0x\(String(expected, radix: 16))) and is \(found) (0x\(String(found, radix: 16)))"
  }
}
