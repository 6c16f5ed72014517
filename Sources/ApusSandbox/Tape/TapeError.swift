/// Why a recorded tape cannot be read or played, and where.
public struct TapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The comment line with this fact is missing or not a number.
    case missingFact(String)
    /// The line starts with none of `#PEbaTQ`.
    case unknownRecord(UInt8)
    /// The field of this number, counted from 1 for the record's letter, is missing or no whole number in range.
    case badField(Int)
    /// The line goes on after its last field.
    case trailingText
    /// A level or a quote stands outside of a book event.
    case outsideEvent
    /// The aggressor of a trade is neither `B` nor `S`.
    case unknownAggressor
    /// The tape does not begin with the snapshot, or holds a second one.
    case misplacedSnapshot
    /// The header promises another number of these.
    case miscounted(String, promised: Int, found: Int)
    /// The tape's price step is no multiple of the contract's.
    case offTick
    /// A price lies above the contract's highest.
    case priceOutOfRange
  }

  /// The line, counted from 1; zero when the tape as a whole is meant.
  public var line: Int
  /// What is wrong with it.
  public var reason: Reason

  /// An error at a line.
  public init(line: Int, reason: Reason) {
    self.line = line
    self.reason = reason
  }

  public var description: String { line == 0 ? "tape: \(reason)" : "tape line \(line): \(reason)" }
}

extension TapeError.Reason: CustomStringConvertible {
  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .missingFact(let name): "no comment line says '\(name)=NUMBER', so it is no recorded market"
    case .unknownRecord(let letter): "'\(Unicode.Scalar(letter))' begins no record; they begin with # P E b a T or Q"
    case .badField(let number): "field \(number) is missing or no whole number in range"
    case .trailingText: "it goes on after its last field"
    case .outsideEvent: "a level or a quote stands outside of a book event"
    case .unknownAggressor: "the aggressor of a trade is neither B nor S"
    case .misplacedSnapshot: "the snapshot must come first, and only once"
    case .miscounted(let name, let promised, let found): "the header promises \(promised) \(name), there are \(found)"
    case .offTick: "its price step is no multiple of the contract's"
    case .priceOutOfRange: "a price lies above the contract's highest"
    }
  }
}
