/// A flat directory of files that can be flushed: a disk, or a memory with faults in the tests.
///
/// Each call is one attempt, so that a test can fail any of them; `OpenFile` completes short reads and writes.
public protocol Storage: AnyObject, Sendable {
  /// The directory, for messages.
  var directory: String { get }
  /// Takes the directory for this journal alone; throws `JournalError.inUse` if another has it.
  func lock() throws(JournalError)
  /// Gives the directory back, once no filling is going on in it.
  func unlock()
  /// The names of all files, in any order.
  func names() throws(JournalError) -> [String]
  /// Opens a file for reading, and for writing where the storage is for that, and returns its descriptor.
  func open(_ name: String, create: Bool) throws(JournalError) -> Int32
  /// Closes a descriptor.
  func close(_ descriptor: Int32)
  /// The length of an open file in bytes.
  func length(of descriptor: Int32, _ name: String) throws(JournalError) -> Int
  /// Reads at most `count` bytes at `offset` into `memory`; returns how many, zero at the end of the file.
  func read(_ descriptor: Int32, _ name: String, at offset: Int, into memory: UnsafeMutableRawBufferPointer)
    throws(JournalError) -> Int
  /// Writes at `offset` and returns how many of the bytes were taken, zero if interrupted before the first.
  func write(_ descriptor: Int32, _ name: String, at offset: Int, _ bytes: UnsafeRawBufferPointer)
    throws(JournalError) -> Int
  /// Makes all bytes written to the file durable.
  func flush(_ descriptor: Int32, _ name: String) throws(JournalError)
  /// Begins to write and flush `length` zeros at the start of the file, beside the caller if possible.
  func beginFilling(_ descriptor: Int32, _ name: String, length: Int)
  /// Waits for what `beginFilling` began; throws if a write or flush failed.
  func finishFilling(_ descriptor: Int32, _ name: String) throws(JournalError)
  /// Gives a file another name, replacing any file of that name.
  func rename(_ name: String, to other: String) throws(JournalError)
  /// Removes a file.
  func remove(_ name: String) throws(JournalError)
  /// Makes creations, renames and removals durable.
  func flushDirectory() throws(JournalError)
}

/// A storage that is given back when its holder goes.
struct HeldStorage: ~Copyable, Sendable {
  private let storage: any Storage

  init(_ storage: any Storage) throws(JournalError) {
    try storage.lock()
    self.storage = storage
  }

  deinit { storage.unlock() }
}

/// A file that is closed when its holder goes.
struct OpenFile: ~Copyable, Sendable {
  let storage: any Storage
  let name: String
  private let descriptor: Int32

  init(_ storage: any Storage, _ name: String, create: Bool = false) throws(JournalError) {
    self.storage = storage
    self.name = name
    descriptor = try storage.open(name, create: create)
  }

  deinit { storage.close(descriptor) }

  func length() throws(JournalError) -> Int { try storage.length(of: descriptor, name) }

  func flush() throws(JournalError) { try storage.flush(descriptor, name) }

  func beginFilling(length: Int) { storage.beginFilling(descriptor, name, length: length) }

  func finishFilling() throws(JournalError) { try storage.finishFilling(descriptor, name) }

  /// Writes all bytes: one call, and more only if the system took part of them.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(JournalError) {
    var done = try unsafe storage.write(descriptor, name, at: offset, bytes)
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      done += try unsafe storage.write(descriptor, name, at: offset + done, rest)
    }
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8], at offset: Int) throws(JournalError) {
    var failure: JournalError?
    unsafe bytes.withUnsafeBytes { bytes in
      do throws(JournalError) { try unsafe write(bytes, at: offset) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Reads until the memory is full or the file ends; returns how many bytes were read.
  func read(into memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(JournalError) -> Int {
    var done = 0
    while done < memory.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[done...])
      let count = try unsafe storage.read(descriptor, name, at: offset + done, into: rest)
      if count == 0 { break }
      done += count
    }
    return done
  }
}
