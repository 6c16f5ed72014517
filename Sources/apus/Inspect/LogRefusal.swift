import ApusJournal
import ArgumentParser

/// Why a log cannot be used, with the exit code that says which kind of reason it is.
struct LogRefusal: Error {
  let reason: String
  let code: ExitCode

  /// A reason of our own.
  init(_ reason: String, _ code: ExitCode = .failure) {
    self.reason = reason
    self.code = code
  }

  /// The journal's reason.
  init(_ error: JournalError) {
    reason = error.description
    switch error {
    case .damaged, .missing, .lost: code = .damaged
    case .inUse: code = .inUse
    case .storage, .unsupported, .unavailable, .failed: code = .failure
    }
  }

  /// Says why and ends: `throw refusal.ending`.
  var ending: ExitCode { failure(reason, code) }
}
