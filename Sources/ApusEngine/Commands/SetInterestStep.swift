import ApusModel

extension Engine {
  /// Sets the market's step of leverage interest until the condition of the market sets it anew at midnight.
  mutating func setInterestStep(_ command: SetInterestStep, into events: inout EventBuffer) {
    let none = AccountID(rawValue: 0)
    let market = Int(command.instrument.rawValue)
    guard market < markets.count else { return reject(none, .unknownInstrument, into: &events) }
    guard markets[market].terms.interest.exists else { return reject(none, .notOffered, into: &events) }
    guard command.step <= LeverageInterestTerms.mostSteps else { return reject(none, .invalidAmount, into: &events) }
    setInterestStep(of: market, to: command.step, into: &events)
  }
}
