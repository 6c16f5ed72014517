import Glibc

/// What the operating system refused, in words.
struct FileError: Error, CustomStringConvertible {
  let description: String

  /// A reason of our own.
  init(_ description: String) { self.description = description }

  /// The refusal the last call left in `errno`.
  init(_ doing: String, _ path: String) {
    let reason = unsafe String(cString: strerror(errno))
    description = "cannot \(doing) \(path): \(reason)"
  }
}

/// Whole files, small enough to be held in memory.
enum Files {
  /// The bytes of a file.
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError("open", path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let got = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
      guard got >= 0 else { throw FileError("read", path) }
      if got == 0 { return bytes }
      bytes += chunk[..<got]
    }
  }

  /// Puts a file in place whole: who reads the path sees all of it or what was there before.
  ///
  /// - Parameter mode: who may read it, such as `0o600` for secrets.
  static func replace(_ path: String, with bytes: [UInt8], mode: mode_t) throws(FileError) {
    let draft = "\(path).\(getpid())"
    let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard file >= 0 else { throw FileError("create", draft) }
    let written = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    let isSafe = written == bytes.count && fsync(file) == 0
    guard close(file) == 0, isSafe else { throw FileError("write", draft) }
    guard unsafe rename(draft, path) == 0 else { throw FileError("put in place", path) }
  }

  /// Removes a file if it is there, from a directory that takes files.
  static func remove(_ path: String) throws(FileError) {
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { path[...$0] } ?? "."
    guard unsafe access(String(directory), W_OK) == 0 else { throw FileError("put files into", String(directory)) }
    if unsafe unlink(path) != 0, errno != ENOENT { throw FileError("remove", path) }
  }

  /// True when something is at a path.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// True when others than the owner may read or write a file.
  static func isOpenToOthers(_ path: String) throws(FileError) -> Bool {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { throw FileError("look at", path) }
    return facts.st_mode & 0o077 != 0
  }

  /// Which content a file has: it changes whenever somebody puts another file in place.
  struct Version: Equatable {
    fileprivate let number: UInt64
    fileprivate let seconds: Int
    fileprivate let nanoseconds: Int
  }

  /// Which content a file has now.
  static func version(of path: String) throws(FileError) -> Version {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { throw FileError("look at", path) }
    return Version(
      number: UInt64(facts.st_ino), seconds: facts.st_mtim.tv_sec, nanoseconds: facts.st_mtim.tv_nsec)
  }

  /// Lets this process and those it starts have as many files and sockets open as the system allows them.
  static func openMany() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// Makes a directory if it is not there; its parents must be.
  static func makeDirectory(_ path: String) throws(FileError) {
    if unsafe mkdir(path, 0o755) != 0, errno != EEXIST { throw FileError("make", path) }
  }

  /// A new empty directory of the machine's temporary ones.
  static func temporaryDirectory() throws(FileError) -> String {
    var template = Array("\(environment("TMPDIR") ?? "/tmp")/apus-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe mkdtemp(buffer.baseAddress!).map { unsafe String(cString: $0) }
    }
    guard let made else { throw FileError("make a directory in", "the temporary directory") }
    return made
  }

  /// Where this program's file is.
  static func program() throws(FileError) -> String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { throw FileError("find", "/proc/self/exe") }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  private static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
