import ApusEngine
import ApusModel
import ApusTables

/// What a snapshot holds: a version, the engine's state behind its length, and the tables' state.
struct SnapshotForm {
  static let version: UInt8 = 1

  let engine: [UInt8]
  let tables: [UInt8]

  init(_ engine: borrowing Engine, _ tables: borrowing Tables) {
    var writer = ByteWriter(capacity: 1 << 16)
    engine.snapshot(into: &writer)
    self.engine = writer.bytes
    writer.removeAll()
    tables.snapshot(into: &writer)
    self.tables = writer.bytes
  }

  /// Reads the form back.
  init(_ bytes: [UInt8]) throws(CodecError) {
    var reader = ByteReader(bytes)
    let version = try reader.read(UInt8.self)
    guard version == SnapshotForm.version else { throw .unknown("snapshot version", UInt64(version)) }
    let length = try reader.read(UInt64.self)
    guard length <= UInt64(reader.remaining) else { throw .truncated }
    let start = bytes.count - reader.remaining
    engine = Array(bytes[start..<start + Int(length)])
    tables = Array(bytes[(start + Int(length))...])
  }

  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 9)
    writer.write(SnapshotForm.version)
    writer.write(UInt64(engine.count))
    return writer.bytes + engine + tables
  }
}
