import Glibc

/// A program of its own, silent, ended with this value's owner's word.
struct ChildProcess {
  let id: pid_t

  /// Starts a program.
  init(_ path: String, _ arguments: [String]) throws(FileError) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var id = pid_t()
    let code = unsafe posix_spawn(&id, path, &actions, nil, &words, environ)
    guard code == 0 else { throw FileError("cannot start \(path): error \(code)") }
    self.id = id
  }

  /// Asks it to end and waits until it has.
  func end() {
    kill(id, SIGTERM)
    wait()
  }

  /// Removes a directory that a process of ours wrote, with all that is in it.
  static func remove(_ directory: String) {
    do throws(FileError) {
      try ChildProcess("/bin/rm", ["-r", directory]).wait()
    } catch { StandardError.say("\(directory) was not removed: \(error)") }
  }

  private func wait() {
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0 && errno == EINTR {}
  }
}
