/// Lists an instrument under the next number.
///
/// Terms are three times as long as anything a trader asks, so a command carries only where they stand. A listing is
/// for good and rare: its terms stay in memory until the process ends, and the command copies like a number.
@safe
public struct ListInstrument: BitwiseCopyable {
  private final class Terms: Sendable {
    let instrument: Instrument
    init(_ instrument: Instrument) { self.instrument = instrument }
  }

  private let standing: Unmanaged<Terms>

  /// A listing on these terms.
  public init(_ terms: Instrument) { unsafe standing = .passRetained(Terms(terms)) }

  /// The terms.
  public var terms: Instrument { unsafe standing._withUnsafeGuaranteedRef { $0.instrument } }
}

// The terms never change and are never given back.
extension ListInstrument: @unchecked Sendable {}

extension ListInstrument: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.terms == right.terms }
  public func hash(into hasher: inout Hasher) { hasher.combine(terms) }
}

extension Command {
  /// Lists an instrument on these terms.
  public static func listInstrument(_ terms: Instrument) -> Command { .listInstrument(ListInstrument(terms)) }
}
