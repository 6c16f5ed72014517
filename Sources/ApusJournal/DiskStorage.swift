import CJournal
import Glibc
import Synchronization

/// A directory of the local disk.
public final class DiskStorage: Storage {
  /// The path, as it was given.
  public let directory: String
  private let descriptor: Int32
  /// Whether files are only read, because nothing may be changed or nothing can be.
  private let isReading: Bool
  private let lockFile = Atomic<Int32>(-1)
  private let fillings = Mutex<[Int32: Filling]>([:])

  private static let lockName = "lock"

  /// Opens a directory, making it (not its parents) if it does not exist.
  public init(directory: String) throws(JournalError) {
    self.directory = directory
    isReading = false
    let isNew = unsafe mkdir(directory, 0o750) == 0
    if !isNew, errno != EEXIST { throw .storage(.open, file: directory, code: errno) }
    descriptor = unsafe Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw .storage(.open, file: directory, code: errno) }
    if isNew { try Self.flushParent(of: descriptor, directory) }
  }

  /// Opens a directory that exists, to read the files in it.
  public init(reading directory: String) throws(JournalError) {
    self.directory = directory
    isReading = true
    descriptor = unsafe Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw .storage(.open, file: directory, code: errno) }
  }

  deinit { _ = Glibc.close(descriptor) }

  /// Makes the directory's own name durable, without which a power cut could take all of it.
  private static func flushParent(of descriptor: Int32, _ directory: String) throws(JournalError) {
    let parent = unsafe openat(descriptor, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if parent >= 0 { _ = Glibc.close(parent) } }
    if parent < 0 || fsync(parent) != 0 { throw .storage(.flushDirectory, file: directory + "/..", code: errno) }
  }

  public func lock() throws(JournalError) {
    var file = unsafe apus_open(descriptor, Self.lockName, 1)
    let mayWrite = ![-EROFS, -EACCES, -EPERM].contains(file)
    if isReading, !mayWrite {
      file = unsafe apus_open_reading(descriptor, Self.lockName)
      // A copy without a lock, where nobody can make one, is nobody's.
      if file == -ENOENT { return }
    }
    if file < 0 { throw .storage(.lock, file: Self.lockName, code: -file) }
    let code = apus_lock(file)
    if code == 0 {
      lockFile.store(file, ordering: .relaxed)
      if mayWrite { try sign(file) }
      return
    }
    let holder = code == EWOULDBLOCK ? Self.holder(in: file) : nil
    _ = Glibc.close(file)
    if let holder { throw .inUse(directory: directory, holder: holder) }
    throw .storage(.lock, file: Self.lockName, code: code)
  }

  /// Leaves a word for whoever is refused; the lock itself is the kernel's and ends with the process.
  private func sign(_ file: Int32) throws(JournalError) {
    let text = Array("process \(getpid())\n".utf8)
    let isWritten = unsafe ftruncate(file, 0) == 0 && pwrite(file, text, text.count, 0) == text.count
    if !isWritten { throw .storage(.lock, file: Self.lockName, code: errno) }
  }

  private static func holder(in file: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 64)
    let count = unsafe pread(file, &text, text.count, 0)
    let line = text.prefix(max(0, count)).prefix { $0 != 10 }
    return line.isEmpty ? "another process" : String(decoding: line, as: UTF8.self)
  }

  public func unlock() {
    let unfinished = fillings.withLock { fillings in
      defer { fillings = [:] }
      return fillings
    }
    for filling in unfinished.values { filling.abandon() }
    let file = lockFile.exchange(-1, ordering: .relaxed)
    if file >= 0 { _ = Glibc.close(file) }
  }

  public func names() throws(JournalError) -> [String] {
    let copy = apus_open_directory(descriptor)
    guard let stream = unsafe fdopendir(copy) else { throw .storage(.list, file: directory, code: errno) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(stream) { unsafe names.append(String(cString: apus_entry_name(entry))) }
    if errno != 0 { throw .storage(.list, file: directory, code: errno) }
    return names
  }

  public func open(_ name: String, create: Bool) throws(JournalError) -> Int32 {
    precondition(!(isReading && create), "\(name) is to be made where files are only read")
    let file = unsafe isReading ? apus_open_reading(descriptor, name) : apus_open(descriptor, name, create ? 1 : 0)
    if file < 0 { throw .storage(.open, file: name, code: -file) }
    return file
  }

  public func close(_ descriptor: Int32) {
    fillings.withLock { $0.removeValue(forKey: descriptor) }?.abandon()
    _ = Glibc.close(descriptor)
  }

  public func length(of descriptor: Int32, _ name: String) throws(JournalError) -> Int {
    var status = stat()
    if unsafe fstat(descriptor, &status) != 0 { throw .storage(.measure, file: name, code: errno) }
    return Int(status.st_size)
  }

  public func read(
    _ descriptor: Int32, _ name: String, at offset: Int, into memory: UnsafeMutableRawBufferPointer
  ) throws(JournalError) -> Int {
    while true {
      let count = unsafe pread(descriptor, memory.baseAddress, memory.count, offset)
      if count >= 0 { return count }
      if errno != EINTR { throw .storage(.read, file: name, code: errno) }
    }
  }

  public func write(
    _ descriptor: Int32, _ name: String, at offset: Int, _ bytes: UnsafeRawBufferPointer
  ) throws(JournalError) -> Int {
    let count = unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, offset)
    if count >= 0 { return count }
    if errno == EINTR { return 0 }
    throw .storage(.write, file: name, code: errno)
  }

  public func flush(_ descriptor: Int32, _ name: String) throws(JournalError) {
    let code = apus_flush(descriptor)
    if code != 0 { throw .storage(.flush, file: name, code: code) }
  }

  public func beginFilling(_ descriptor: Int32, _ name: String, length: Int) {
    fillings.withLock { $0[descriptor] = Filling(descriptor, length: length) }
  }

  public func finishFilling(_ descriptor: Int32, _ name: String) throws(JournalError) {
    guard let filling = fillings.withLock({ $0.removeValue(forKey: descriptor) }) else { return }
    let code = filling.finish()
    if code != 0 { throw .storage(.fill, file: name, code: code) }
  }

  public func rename(_ name: String, to other: String) throws(JournalError) {
    if unsafe renameat(descriptor, name, descriptor, other) != 0 {
      throw .storage(.rename, file: name, code: errno)
    }
  }

  public func remove(_ name: String) throws(JournalError) {
    if unsafe unlinkat(descriptor, name, 0) != 0 { throw .storage(.remove, file: name, code: errno) }
  }

  public func flushDirectory() throws(JournalError) {
    if fsync(descriptor) != 0 { throw .storage(.flushDirectory, file: directory, code: errno) }
  }
}
