import ArgumentParser

/// The exit codes, as `apus --help` states them.
extension ExitCode {
  /// The log is damaged.
  static let damaged = ExitCode(2)
  /// The directory is in use by another process.
  static let inUse = ExitCode(3)
}

/// Says why it ends and ends: `throw failure("…")`.
func failure(_ reason: String, _ code: ExitCode = .failure) -> ExitCode {
  StandardError.say("apus: \(reason)")
  return code
}
