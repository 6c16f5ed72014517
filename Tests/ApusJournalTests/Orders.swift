import ApusJournal

/// Entries as a venue would log them: each payload can be recomputed from its number.
enum Orders {
  static func payload(_ sequence: UInt64, length: Int? = nil) -> [UInt8] {
    let length = length ?? Int(sequence * 7 % 60)
    return (0..<length).map { UInt8(truncatingIfNeeded: sequence &* 31 &+ UInt64($0)) }
  }

  /// Appends `count` entries and makes them durable in one batch.
  static func commit(_ count: Int, to journal: inout Journal, length: Int? = nil) throws(JournalError) {
    for _ in 0..<count {
      let sequence = journal.lastSequence + 1
      journal.append(sequence, payload(sequence, length: length))
    }
    try journal.commit()
  }

  /// All entries from `first` on, checked to be those that were appended.
  static func count(in journal: borrowing Journal, from first: UInt64 = 1, length: Int? = nil) throws -> Int {
    var entries = try journal.entries(from: first)
    return try follow(&entries, length: length)
  }

  /// Reads on as far as the journal is durable; returns how many entries came.
  static func follow(_ entries: inout Entries, length: Int? = nil) throws -> Int {
    var count = 0
    while try entries.advance() {
      let read = entries.withPayload { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
      if read != payload(entries.sequence, length: length) { throw WrongEntry(sequence: entries.sequence) }
      count += 1
    }
    return count
  }

  struct WrongEntry: Error { var sequence: UInt64 }
}
