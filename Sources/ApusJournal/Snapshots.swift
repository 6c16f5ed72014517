import Synchronization

/// The state after an entry, as bytes that only the engine understands.
public struct Snapshot: Equatable, Sendable {
  /// The last entry the state includes.
  public var sequence: UInt64
  /// The fingerprint of the state.
  public var fingerprint: UInt64
  /// The state.
  public var bytes: [UInt8]

  /// A snapshot with the given content.
  public init(sequence: UInt64, fingerprint: UInt64, bytes: [UInt8]) {
    self.sequence = sequence
    self.fingerprint = fingerprint
    self.bytes = bytes
  }
}

/// The newest good snapshot and the newer ones that had to be passed over.
public struct FoundSnapshot: Equatable, Sendable {
  /// The newest good snapshot; nil if there is none.
  public var snapshot: Snapshot?
  /// What is wrong with the newer ones, newest first.
  public var damaged: [Damage]

  /// What was found.
  public init(snapshot: Snapshot? = nil, damaged: [Damage] = []) {
    self.snapshot = snapshot
    self.damaged = damaged
  }
}

/// Up to where the journal may be pruned: made only by `Snapshots.prune`, which has seen two good snapshots.
public struct PrunePoint: Equatable, Sendable {
  /// The last entry that the older of the two snapshots includes.
  public let sequence: UInt64
}

/// The snapshots in a journal's directory; they may be written on another thread than the journal's.
public struct Snapshots: Sendable {
  let storage: any Storage
  let identity: UInt64
  let durable: DurableEnd

  private static let partial = "snapshot.partial"

  /// Writes a snapshot and returns when it is durable and has been read back.
  ///
  /// It has no name before that, so an interrupted one is never found.
  /// - Throws: `storage` or `damaged`; the older snapshots are then untouched.
  public func write(_ snapshot: Snapshot) throws(JournalError) {
    let last = durable.sequence.load(ordering: .acquiring)
    precondition(snapshot.sequence <= last, "a snapshot of entry \(snapshot.sequence), but \(last) is the last durable")
    let header = SnapshotHeader(
      identity: identity, sequence: snapshot.sequence, fingerprint: snapshot.fingerprint,
      length: UInt64(snapshot.bytes.count), checksum: Checksum.crc32c(snapshot.bytes))
    if try storage.names().contains(Self.partial) { try storage.remove(Self.partial) }
    let file = try OpenFile(storage, Self.partial, create: true)
    var memory = Memory(capacity: SnapshotHeader.size)
    header.write(to: &memory)
    try memory.write(0, SnapshotHeader.size, to: file, at: 0)
    try file.write(snapshot.bytes, at: SnapshotHeader.size)
    try file.flush()
    let written = try file.snapshotHeader(snapshot.sequence, of: identity)
    try file.checkSnapshot(written)
    try storage.rename(Self.partial, to: SnapshotHeader.name(snapshot.sequence))
    try storage.flushDirectory()
  }

  /// Finds the newest snapshot, of no later entry than `last`, that is as it was written.
  ///
  /// - Throws: `storage` if the directory cannot be read; a damaged snapshot is passed over and reported.
  public func newest(through last: UInt64 = .max) throws(JournalError) -> FoundSnapshot {
    var found = FoundSnapshot()
    for sequence in try sequences() where sequence <= last {
      do throws(JournalError) {
        let file = try OpenFile(storage, SnapshotHeader.name(sequence))
        let header = try file.snapshotHeader(sequence, of: identity)
        let bytes = try file.snapshotBytes(header)
        found.snapshot = Snapshot(sequence: sequence, fingerprint: header.fingerprint, bytes: bytes)
        return found
      } catch {
        guard case .damaged(let damage) = error else { throw error }
        found.damaged.append(damage)
      }
    }
    return found
  }

  /// Removes all snapshots older than the two newest good ones; nil, and nothing removed, if there are not two.
  public func prune() throws(JournalError) -> PrunePoint? {
    var good: [UInt64] = []
    var old: [UInt64] = []
    for sequence in try sequences() {
      if good.count == 2 {
        old.append(sequence)
      } else if try isGood(sequence) {
        good.append(sequence)
      }
    }
    guard good.count == 2 else { return nil }
    for sequence in old { try storage.remove(SnapshotHeader.name(sequence)) }
    try storage.flushDirectory()
    return PrunePoint(sequence: good[1])
  }

  private func isGood(_ sequence: UInt64) throws(JournalError) -> Bool {
    do throws(JournalError) {
      let file = try OpenFile(storage, SnapshotHeader.name(sequence))
      try file.checkSnapshot(try file.snapshotHeader(sequence, of: identity))
      return true
    } catch {
      guard case .damaged = error else { throw error }
      return false
    }
  }

  /// The sequences of all snapshots, newest first.
  private func sequences() throws(JournalError) -> [UInt64] {
    try storage.names().compactMap { SnapshotHeader.sequence(in: $0) }.sorted(by: >)
  }
}

extension Journal {
  /// The snapshots of this journal.
  public var snapshots: Snapshots { Snapshots(storage: storage, identity: identity, durable: durable) }
}
