import ApusJournal
import Glibc

/// What goes wrong, once, at one chosen operation.
enum Fault: CaseIterable {
  /// The process dies before the operation.
  case stop
  /// The process dies when a part of the write has been done; other operations are not begun.
  case tear
  /// The operation reports an error; a failed flush leaves its bytes in memory and forgets to store them.
  case fail
  /// A write takes only a part of the bytes.
  case short
  /// A write is interrupted before its first byte.
  case interrupt
  /// No space is left for new bytes.
  case full
}

/// What a power cut leaves of the bytes and names that were not flushed.
enum Kept {
  case nothing
  case all
  case some(seed: UInt64)

  var seed: UInt64 { if case .some(let seed) = self { seed } else { 0 } }

  func choose(_ numbers: inout SeededNumbers) -> Bool {
    switch self {
    case .nothing: false
    case .all: true
    case .some: Bool.random(using: &numbers)
    }
  }
}

/// A disk in memory whose operations can be counted, stopped, torn, failed or forgotten.
///
/// A file has two lives: what programs see, and what survives a power cut. Only a flush makes them the same.
/// One test owns it and uses it from one thread.
final class FaultyStorage: Storage, @unchecked Sendable {
  final class Node {
    var visible: [UInt8] = []
    var stable: [UInt8] = []
    /// Sectors written since the last flush.
    var dirty: Set<Int> = []
  }

  static let sector = 512

  let directory = "memory"
  private(set) var operations = 0
  private(set) var hasStopped = false
  private(set) var hasFaulted = false
  /// How often each operation was called.
  private(set) var calls: [StorageOperation: Int] = [:]
  private var files: [String: Node] = [:]
  private var stableFiles: [String: Node] = [:]
  /// Names changed since the directory was flushed.
  private var changes: [(name: String, node: Node?)] = []
  private var descriptors: [Int32: Node] = [:]
  private var nextDescriptor: Int32 = 3
  private var isLocked = false
  private var fillFailures: [Int32: JournalError] = [:]
  /// Whether a file that would grow gets no space.
  var refuseNewSpace = false
  private var fault: Fault?
  private var faultAt = 0

  init() {}

  /// Lets `fault` happen at the `n`-th operation from now on.
  func plan(_ fault: Fault, at n: Int) {
    self.fault = fault
    faultAt = operations + n
    hasFaulted = false
  }

  // MARK: Crashes

  /// The machine after the process was killed: all that was written is still seen.
  func afterKill() -> FaultyStorage {
    var copies: [ObjectIdentifier: Node] = [:]
    func copy(_ node: Node) -> Node {
      if let known = copies[ObjectIdentifier(node)] { return known }
      let copy = Node()
      (copy.visible, copy.stable, copy.dirty) = (node.visible, node.stable, node.dirty)
      copies[ObjectIdentifier(node)] = copy
      return copy
    }
    let next = FaultyStorage()
    next.files = files.mapValues(copy)
    next.stableFiles = stableFiles.mapValues(copy)
    next.changes = changes.map { ($0.name, $0.node.map(copy)) }
    return next
  }

  /// The machine after a power cut: of what was not flushed, any sector and any name may have been stored or not.
  func afterPowerCut(_ kept: Kept) -> FaultyStorage {
    var numbers = SeededNumbers(kept.seed)
    var names = stableFiles
    for change in changes where kept.choose(&numbers) { names[change.name] = change.node }
    let next = FaultyStorage()
    for (name, node) in names.sorted(by: { $0.key < $1.key }) {
      let copy = Node()
      copy.stable = node.stable
      for sector in node.dirty.sorted() where kept.choose(&numbers) { Self.store(sector, of: node, in: copy) }
      copy.visible = copy.stable
      next.files[name] = copy
    }
    next.stableFiles = next.files
    return next
  }

  /// The same bytes in files of their own, all flushed.
  func copy() -> FaultyStorage {
    let next = FaultyStorage()
    for (name, node) in files { next[name] = node.visible }
    return next
  }

  private static func store(_ sector: Int, of node: Node, in target: Node) {
    let start = sector * Self.sector
    let end = min(start + Self.sector, node.visible.count)
    if start >= end { return }
    if target.stable.count < end { target.stable += [UInt8](repeating: 0, count: end - target.stable.count) }
    target.stable.replaceSubrange(start..<end, with: node.visible[start..<end])
  }

  // MARK: Direct access for tests

  var fileNames: [String] { files.keys.sorted() }

  /// A file's bytes as seen; setting them also stores them.
  subscript(name: String) -> [UInt8]? {
    get { files[name]?.visible }
    set {
      let node = newValue.map { bytes in
        let node = Node()
        node.visible = bytes
        node.stable = bytes
        return node
      }
      files[name] = node
      stableFiles[name] = node
    }
  }

  // MARK: Faults

  /// Counts an operation; returns the fault to be played by the caller, having thrown those that end the operation.
  private func begin(_ operation: StorageOperation, _ name: String) throws(JournalError) -> Fault? {
    if hasStopped { throw .storage(operation, file: name, code: EIO) }
    operations += 1
    calls[operation, default: 0] += 1
    guard let fault, operations == faultAt else { return nil }
    hasFaulted = true
    switch fault {
    case .stop:
      hasStopped = true
      throw .storage(operation, file: name, code: EIO)
    case .tear where operation != .write:
      hasStopped = true
      throw .storage(operation, file: name, code: EIO)
    case .fail where operation != .flush: throw .storage(operation, file: name, code: EIO)
    case .full where operation == .write: throw .storage(operation, file: name, code: ENOSPC)
    default: return fault
    }
  }

  private func node(_ descriptor: Int32) -> Node {
    guard let node = descriptors[descriptor] else { preconditionFailure("descriptor \(descriptor) is not open") }
    return node
  }

  // MARK: Storage

  func lock() throws(JournalError) {
    if isLocked { throw .inUse(directory: directory, holder: "this test") }
    isLocked = true
  }

  func unlock() { isLocked = false }

  func names() throws(JournalError) -> [String] {
    _ = try begin(.list, directory)
    return Array(files.keys)
  }

  func open(_ name: String, create: Bool) throws(JournalError) -> Int32 {
    _ = try begin(.open, name)
    if files[name] == nil {
      if !create { throw .storage(.open, file: name, code: ENOENT) }
      let node = Node()
      files[name] = node
      changes.append((name, node))
    }
    nextDescriptor += 1
    descriptors[nextDescriptor] = files[name]
    return nextDescriptor
  }

  func close(_ descriptor: Int32) { descriptors[descriptor] = nil }

  func length(of descriptor: Int32, _ name: String) throws(JournalError) -> Int {
    _ = try begin(.measure, name)
    return node(descriptor).visible.count
  }

  func read(
    _ descriptor: Int32, _ name: String, at offset: Int, into memory: UnsafeMutableRawBufferPointer
  ) throws(JournalError) -> Int {
    _ = try begin(.read, name)
    let node = node(descriptor)
    if offset >= node.visible.count { return 0 }
    let bytes = node.visible[offset..<min(node.visible.count, offset + memory.count)]
    unsafe memory.copyBytes(from: bytes)
    return bytes.count
  }

  func write(
    _ descriptor: Int32, _ name: String, at offset: Int, _ bytes: UnsafeRawBufferPointer
  ) throws(JournalError) -> Int {
    try unsafe write(descriptor, name, at: offset, Array(bytes))
  }

  private func write(
    _ descriptor: Int32, _ name: String, at offset: Int, _ bytes: [UInt8]
  ) throws(JournalError) -> Int {
    let fault = try begin(.write, name)
    if refuseNewSpace, offset + bytes.count > node(descriptor).visible.count {
      throw .storage(.write, file: name, code: ENOSPC)
    }
    var count = bytes.count
    switch fault {
    case .tear: count = (bytes.count * 3 / 5) | 1
    case .short: count = max(1, bytes.count / 3)
    case .interrupt: return 0
    default: break
    }
    put(bytes.prefix(count), in: node(descriptor), at: offset)
    if fault == .tear {
      hasStopped = true
      throw .storage(.write, file: name, code: EIO)
    }
    return min(count, bytes.count)
  }

  private func put(_ bytes: ArraySlice<UInt8>, in node: Node, at offset: Int) {
    let end = offset + bytes.count
    if node.visible.count < end { node.visible += [UInt8](repeating: 0, count: end - node.visible.count) }
    node.visible.replaceSubrange(offset..<end, with: bytes)
    if offset < end { node.dirty.formUnion(offset / Self.sector...(end - 1) / Self.sector) }
  }

  func flush(_ descriptor: Int32, _ name: String) throws(JournalError) {
    let node = node(descriptor)
    if try begin(.flush, name) == .fail {
      node.dirty = []
      throw .storage(.flush, file: name, code: EIO)
    }
    for sector in node.dirty { Self.store(sector, of: node, in: node) }
    node.dirty = []
  }

  func beginFilling(_ descriptor: Int32, _ name: String, length: Int) {
    do throws(JournalError) {
      var done = 0
      while done < length {
        done += try write(descriptor, name, at: done, [UInt8](repeating: 0, count: length - done))
      }
      try flush(descriptor, name)
    } catch { fillFailures[descriptor] = error }
  }

  func finishFilling(_ descriptor: Int32, _ name: String) throws(JournalError) {
    if let failure = fillFailures.removeValue(forKey: descriptor) { throw failure }
  }

  func rename(_ name: String, to other: String) throws(JournalError) {
    _ = try begin(.rename, name)
    guard let node = files.removeValue(forKey: name) else { throw .storage(.rename, file: name, code: ENOENT) }
    files[other] = node
    changes += [(other, node), (name, nil)]
  }

  func remove(_ name: String) throws(JournalError) {
    _ = try begin(.remove, name)
    if files.removeValue(forKey: name) == nil { throw .storage(.remove, file: name, code: ENOENT) }
    changes.append((name, nil))
  }

  func flushDirectory() throws(JournalError) {
    if try begin(.flushDirectory, directory) == .fail { throw .storage(.flushDirectory, file: directory, code: EIO) }
    stableFiles = files
    changes = []
  }
}

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
