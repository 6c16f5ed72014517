/// Tells a person how far something has come, once it takes longer than two seconds.
struct Progress {
  private let doing: String
  private let clock = ContinuousClock()
  private var due: ContinuousClock.Instant

  /// Progress of something, such as `Reading the log`.
  init(_ doing: String) {
    self.doing = doing
    due = clock.now + .seconds(2)
  }

  /// Says where it stands, every two seconds.
  mutating func reached(_ done: some BinaryInteger, of total: some BinaryInteger) {
    guard clock.now >= due else { return }
    due = clock.now + .seconds(2)
    let percent = total > 0 ? " (\(Int(done) * 100 / Int(total)) %)" : ""
    StandardError.say("\(doing): \(done) of \(total)\(percent)")
  }

  /// Says what comes now, if it has been quiet for two seconds.
  mutating func reached(_ step: String) {
    guard clock.now >= due else { return }
    due = clock.now + .seconds(2)
    StandardError.say("\(doing): \(step)")
  }
}
