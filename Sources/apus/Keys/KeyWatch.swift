import ApusGateway

/// Holds a running venue's keys against its key file, and writes down when each was used.
final class KeyWatch {
  private let directory: String
  private let ring: KeyRing
  private var seen: Files.Version?
  private var written: [String: KeyUse]
  private var untilUses = 0

  /// How many looks there are between two writings of uses: ten seconds of a look every fifth.
  private static let looksBetweenUses = 50

  /// Watches the keys of a directory as they were just read.
  init(_ directory: String, _ ring: KeyRing) throws(FileError) {
    self.directory = directory
    self.ring = ring
    seen = try Files.version(of: "\(directory)/\(KeyStore.fileName)")
    written = ring.uses
  }

  /// Takes up what has changed; keys that cannot be read change nothing.
  func look() {
    do throws(FileError) {
      let now = try Files.version(of: "\(directory)/\(KeyStore.fileName)")
      if now != seen {
        seen = now
        ring.replace(with: try KeyStore(directory: directory).apiKeys(uses: ring.uses))
        StandardError.say("Taken up: the keys of \(directory)/\(KeyStore.fileName)")
      }
      untilUses += 1
      if untilUses >= Self.looksBetweenUses { try writeUses() }
    } catch { StandardError.say("Warning: the keys stay as they were: \(error)") }
  }

  /// Writes down when each key was used, because the venue ends.
  func end() {
    do throws(FileError) { try writeUses() } catch { StandardError.say("Warning: \(error)") }
  }

  private func writeUses() throws(FileError) {
    untilUses = 0
    let uses = ring.uses
    guard uses != written else { return }
    try KeyUses.write(uses, directory)
    written = uses
  }
}
