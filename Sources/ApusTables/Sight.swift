public import ApusModel

/// A part of the tables that many look at, again and again.
public enum Sight: Hashable, Sendable {
  /// The book of a contract.
  case book(InstrumentID)
  /// The row of a contract.
  case instrument(InstrumentID)
  /// The rows of all contracts and indices.
  case instruments
}

extension Tables {
  /// The batch that last changed what is seen: what was read of it then is still right.
  public func lastChange(of sight: Sight) -> UInt64 {
    switch sight {
    case .book(let instrument): markets[place(instrument)].lastLevels
    case .instrument(let instrument): markets[place(instrument)].lastRow
    case .instruments: lastInstruments
    }
  }
}
