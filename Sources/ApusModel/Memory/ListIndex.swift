/// Lists an index under the next number; the terms stand apart, as those of an instrument do.
@safe
public struct ListIndex: BitwiseCopyable {
  private final class Terms: Sendable {
    let index: IndexTerms
    init(_ index: IndexTerms) { self.index = index }
  }

  private let standing: Unmanaged<Terms>

  /// A listing on these terms.
  public init(_ terms: IndexTerms) { unsafe standing = .passRetained(Terms(terms)) }

  /// The terms.
  public var terms: IndexTerms { unsafe standing._withUnsafeGuaranteedRef { $0.index } }
}

// The terms never change and are never given back.
extension ListIndex: @unchecked Sendable {}

extension ListIndex: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.terms == right.terms }
  public func hash(into hasher: inout Hasher) { hasher.combine(terms) }
}

extension Command {
  /// Lists an index on these terms.
  public static func listIndex(_ terms: IndexTerms) -> Command { .listIndex(ListIndex(terms)) }
}
